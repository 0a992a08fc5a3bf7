import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';

import { openBrowser, openPage } from '../support/browser.ts';
import { startPacline } from '../support/pacline.ts';
import { nobody, serveBoard } from '../support/served.ts';
import { pageAddress, person, product, slot, startPagedLine, tileWhen } from './paged-line.ts';

test('a board becomes green before the eyes of who looks at the page', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const { url, line } = await startPagedLine([product(), slot('left', board.port, 'start')]);
  const page = await openPage(url);
  await tileWhen(page, 'left', { state: 'empty', colour: 'none' });
  expect(await page.locator('body').getAttribute('data-stale')).toBe('false');
  // The space bar is the start command, as at the terminal
  await page.keyboard.press('Space');
  await tileWhen(page, 'left', { state: 'working' });
  const tile = await tileWhen(page, 'left', { state: 'judged', colour: 'green', 'device-id': board.deviceId });
  expect(await tile.textContent()).toContain('GREEN');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const state = await (await fetch(new URL('/api/state', url))).json();
  expect(state).toMatchObject({ bench: { product: 'Sensor', done: 1 }, slots: [{ slot: 'left', colour: 'green' }] });

  line.stop('SIGINT');
  expect(await line.ended).toMatchObject({ code: 130, stderr: expect.not.stringMatching(/fault/) });
});

test('a red says what is wrong, whose turn it is and what to do; a technician unlocks the slot at the page', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--fault', 'unprovisioned');
  const { url } = await startPagedLine([
    product(),
    '[lockout]\nreds = 1\n',
    await person('Tom', 'technician', 'B-000001'),
    await person('Ada', 'operator', '471147'),
    slot('left', board.port, 'start'),
  ]);
  const page = await openPage(url);
  await tileWhen(page, 'left', { state: 'empty' });
  await page.keyboard.press('Space');
  const red = await tileWhen(page, 'left', { state: 'locked', colour: 'red', code: 'unprovisioned' });
  const words = await red.textContent();
  expect(words).toContain('RED');
  expect(words).toMatch(/The modem holds no credentials.*Operator: Set the unit aside/);

  // A PIN that is typed, where there is no scanner
  await page.getByRole('button', { name: /Signed in/ }).click();
  await page.getByRole('textbox', { name: 'Badge or PIN' }).fill('471147');
  await page.keyboard.press('Enter');
  await page.getByText('Ada · Operator').waitFor();
  const unlock = 'PACLINE:UNLOCK:left\n';
  // The focus is on a button: a scan is a scan all the same, and nothing is pressed
  await page.getByRole('button', { name: 'Dark' }).focus();
  await page.keyboard.type(unlock);
  await page.getByText('unlocking a slot takes a technician').waitFor();
  expect(await page.locator('.scan').getAttribute('data-refused')).toBe('true');
  await page.keyboard.type('B-000001\n');
  await page.getByText('Tom · Technician').waitFor();
  expect(await page.locator('.scan').textContent()).not.toContain('0001');
  await page.keyboard.type(unlock);
  await tileWhen(page, 'left', { state: 'judged', colour: 'red' });
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
});

test('a scan is asked for on every page, those opened late too, and goes to the line from any of twelve', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4f');
  const { url } = await startPagedLine([product('serial = "[0-9]{6}"\n'), slot('left', board.port)]);
  const browser = await openBrowser();
  const first = await browser.newPage();
  await first.goto(url);
  await tileWhen(first, 'left', { state: 'waiting', 'device-id': board.deviceId });
  const pages = await Promise.all(
    Array.from({ length: 11 }, async () => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    }),
  );
  for (const page of pages) {
    const tile = await tileWhen(page, 'left', { state: 'waiting', colour: 'none' });
    expect(await tile.textContent()).toContain('SCAN');
    expect(await page.locator('.next').textContent()).toBe('Next scan: slot left');
  }
  const last = pages.at(-1) ?? first;
  await last.keyboard.type('12\n');
  await last.getByText('"12" is no serial of this product').waitFor();
  await last.keyboard.type('000017\n');
  await tileWhen(first, 'left', { state: 'judged', colour: 'green' });
  expect(await first.locator('.scan').textContent()).toContain('000017');
});

test('a unit that is owed is amber, and the bar tells the debt', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c50');
  const { url } = await startPagedLine(
    [
      product('amber = "held"\n'),
      '[station]\namberAfterMs = 500\n',
      await person('Tom', 'technician', 'B-000001'),
      slot('left', board.port),
    ],
    { access: nobody },
  );
  const page = await openPage(url);
  const tile = await tileWhen(page, 'left', { state: 'judged', colour: 'amber', code: 'backend unreachable' });
  expect(await tile.textContent()).toMatch(/AMBER.*Goes on by itself: Leave it in until it is green/);
  await page.locator('.count', { hasText: /Owed · oldest1\d/ }).waitFor();
});

test('over a journal alone the page shows no tile, and takes no scan', async () => {
  const { line, world } = await startPagedLine([product()]);
  const page = await openPage(await pageAddress(startPacline(['page', '--listen', '127.0.0.1:0', '--json'], world)));
  await page.getByRole('heading', { name: 'NO LINE RUNS HERE' }).waitFor();
  expect(await page.locator('.tile').count()).toBe(0);
  line.stop('SIGINT');
  await line.ended;
});
