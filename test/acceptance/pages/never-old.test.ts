import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';

import { openPage } from '../support/browser.ts';
import { serveBoard } from '../support/served.ts';
import { product, slot, startPagedLine, tileWhen } from './paged-line.ts';

/** Between the station and the page: lets through, swallows, or holds back and hands on later all at once. */
class Cable {
  #mode: 'through' | 'cut' | 'held' = 'through';
  readonly #held: (() => void)[] = [];
  readonly #sockets = new Set<Socket>();

  /** @returns the address by which the page comes through it */
  async lead(url: string): Promise<string> {
    const server = createServer((near) => {
      const far = connect(Number(new URL(url).port), '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.on('data', (bytes) => this.#pass(() => void to.write(bytes)));
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of this.#sockets) socket.destroy();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  set(mode: 'through' | 'cut' | 'held'): void {
    this.#mode = mode;
    if (mode === 'through') for (const hand of this.#held.splice(0)) hand();
  }

  #pass(hand: () => void): void {
    if (this.#mode === 'through') hand();
    else if (this.#mode === 'held') this.#held.push(hand);
  }
}

/** What every frame of the page showed: how old its picture was by the page's own clock, and whether a colour could be seen. */
const watchFrames = `window.frames_ = [];
(function look() {
  const { stale } = document.body.dataset;
  const page = document.querySelector('.page');
  const seen = stale !== 'true' && page !== null && getComputedStyle(page).visibility === 'visible';
  window.frames_.push({ at: performance.now(), seen });
  requestAnimationFrame(look);
})();`;

interface Frame {
  readonly at: number;
  readonly seen: boolean;
}

const framesOf = (page: Page): Promise<readonly Frame[]> => page.evaluate<Frame[]>('window.frames_');
const pageTime = (page: Page): Promise<number> => page.evaluate<number>('performance.now()');
const stale = (page: Page, is: boolean): Promise<void> =>
  page.locator(`body[data-stale="${is}"]`).waitFor({ state: 'attached' });

/** A frame of slack for what was on its way. */
const longestMs = 3000 + 100;

test('a station that stopped, went on, and died leaves no colour that is older than three seconds', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c51');
  const { url, line } = await startPagedLine([product(), slot('left', board.port)]);
  const page = await openPage(url);
  await tileWhen(page, 'left', { colour: 'green' });
  await page.evaluate(watchFrames);

  line.stop('SIGSTOP');
  const stopped = await pageTime(page);
  await stale(page, true);
  expect(await page.locator('.shroud').textContent()).toMatch(/NO CONTACT WITH THE LINE.*Last heard.*left\?/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.getByRole('main').count(), 'who hears the page hears nothing old').toBe(0);
  line.stop('SIGCONT');
  await stale(page, false);
  const covered = (await framesOf(page)).find(({ at, seen }) => !seen && at > stopped);
  expect((covered?.at ?? Infinity) - stopped).toBeLessThan(longestMs);

  line.stop('SIGKILL');
  const killed = await pageTime(page);
  await stale(page, true);
  const last = (await framesOf(page)).findLast(({ seen }) => seen);
  expect((last?.at ?? 0) - killed).toBeLessThan(longestMs);
});

test('a cable that is cut, or hands on late what it held back, leaves no old colour; what happened meanwhile is caught up with', async () => {
  const board = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c52');
  const { url } = await startPagedLine([product('serial = "[0-9]{6}"\n'), slot('left', board.port)]);
  const cable = new Cable();
  const page = await openPage(await cable.lead(url));
  await tileWhen(page, 'left', { state: 'waiting' });
  for (const mode of ['cut', 'held'] as const) {
    cable.set(mode);
    await stale(page, true);
    cable.set('through');
    await stale(page, false);
  }
  cable.set('cut');
  await stale(page, true);
  const other = await openPage(url);
  await tileWhen(other, 'left', { state: 'waiting' });
  await other.keyboard.type('000018\n');
  await tileWhen(other, 'left', { colour: 'green' });
  cable.set('through');
  await tileWhen(page, 'left', { colour: 'green' });
  await stale(page, false);
});
