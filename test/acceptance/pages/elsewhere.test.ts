import { expect, test } from 'vitest';

import { key, local } from '../../backend/http/made-up-certificates.ts';
import { openPage } from '../support/browser.ts';
import { serveBoard } from '../support/served.ts';
import { person, product, slot, startPagedLine, tileWhen } from './paged-line.ts';

test('another computer sees the bench over TLS, once somebody has signed in there, and acts in that name', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--fault', 'unprovisioned');
  const { url } = await startPagedLine(
    [
      product(),
      '[lockout]\nreds = 1\n',
      '[[picture]]\ncode = "unprovisioned"\nfile = "seat.svg"\n',
      await person('Tom', 'technician', '471147'),
      slot('left', board.port),
    ],
    {
      page: 'network = true\ncertificateFile = "bench.pem"\nkeyFile = "bench.key"\nnames = ["localhost"]\n',
      files: {
        'bench.pem': local,
        'bench.key': key,
        'seat.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3H0z"/></svg>',
      },
    },
  );
  expect(url).toMatch(/^https:\/\/localhost:\d+\/$/);
  // Handed on by somebody: from this machine, and yet nobody knows from where
  const page = await openPage(url, {
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { 'x-forwarded-for': '192.0.2.7' },
  });
  await page.getByRole('textbox', { name: 'Badge or PIN' }).fill('1234');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody of this station has this badge.').waitFor();
  expect(await page.locator('.tile').count()).toBe(0);
  await page.getByRole('textbox', { name: 'Badge or PIN' }).fill('471147');
  await page.keyboard.press('Enter');
  const tile = await tileWhen(page, 'left', { state: 'locked', colour: 'red' });
  await tile.locator('img').waitFor();
  await page.waitForFunction("document.querySelector('.tile img').naturalWidth > 0");

  await page.keyboard.type('PACLINE:UNLOCK:left\n');
  await tileWhen(page, 'left', { state: 'judged', colour: 'red' });
  await page.getByText('nobody: scan a badge', { exact: true }).waitFor();
});
