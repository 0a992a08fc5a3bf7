import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, expect, test } from 'vitest';

import { cutOff, placesOnScreen, verdictHeights } from '../../support/pages/cut-off.ts';
import { sceneOf, type Scene, type SceneName } from '../../support/pages/scenes.ts';
import { serveDrawnBench } from '../../support/pages/serve-drawn-bench.ts';
import { openPage } from '../support/browser.ts';

/** Pictures of every state, for people to look at. */
const shots = join(import.meta.dirname, 'shots');
beforeAll(() => void mkdirSync(shots, { recursive: true }));

const everyKind: readonly SceneName[] = [
  'taken out',
  'registering',
  'no answer',
  'scan',
  'amber',
  'empty',
  'fresh green',
  'locked',
  'golden due',
  'golden',
  'refused',
  'held amber',
  'order complete',
  'locked red',
  'seated',
  'reading',
  'already done',
  'unprovisioned',
];

interface ScreenSize {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

const scene = (count: number, tiles: readonly SceneName[]): Scene =>
  sceneOf(count, Object.fromEntries(tiles.map((tile, index) => [index + 1, tile])), Date.now());

/** A page on which one scene after another is drawn. */
const open = async (first: Scene, { width, height, theme }: ScreenSize) => {
  const { url, bench } = await serveDrawnBench(first);
  const page = await openPage(url, { viewport: { width, height }, colorScheme: theme });
  await page.locator('body[data-stale="false"] [data-slot="1"]').waitFor();
  let drawn = 0;
  const draw = async (next: Scene): Promise<void> => {
    drawn += 1;
    bench.draw(next.slots, {
      ...next.summary,
      lastScan: { at: Date.now(), scanned: `scene ${drawn}`, deed: 'taken', code: null, slot: '1', message: 'For 1.' },
    });
    await page.getByText(`scene ${drawn} →`, { exact: true }).waitFor();
  };
  return { page, draw };
};

const screens = [
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1366, height: 768, theme: 'dark' },
  { width: 1024, height: 768, theme: 'light' },
] as const satisfies readonly ScreenSize[];

test.each(screens)('every state has room on every bench at $width × $height, and nothing scrolls', async (screen) => {
  const { page, draw } = await open(scene(1, ['empty']), screen);
  for (const count of [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]) {
    // As many kinds as there are slots, and the others in their turn
    for (let first = 0; first < everyKind.length; first += Math.min(count, everyKind.length)) {
      const kinds = [...everyKind.slice(first), ...everyKind, ...everyKind].slice(0, count);
      await draw(scene(count, kinds));
      expect(await cutOff(page), `${count}: ${kinds.join()}`).toEqual([]);
      if (count <= 8 && screen.height === 1080)
        expect(Math.min(100, ...(await verdictHeights(page)))).toBeGreaterThanOrEqual(70);
      if (first === 0) await page.screenshot({ path: join(shots, `${count}-${screen.width}-${screen.theme}.png`) });
    }
  }
});

test.each(['light', 'dark'] as const)('nobody is kept out by how the page is built: %s', async (theme) => {
  const { page, draw } = await open(scene(8, everyKind.slice(0, 8)), { width: 1920, height: 1080, theme });
  for (const next of [scene(8, everyKind.slice(8, 16)), scene(2, ['locked red', 'scan']), scene(32, everyKind)]) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await draw(next);
  }
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('a green falls quiet after four seconds, and nothing moves when it does', async () => {
  const { page } = await open(scene(4, ['fresh green', 'no answer', 'scan', 'empty']), screens[0]);
  const tile = page.locator('[data-slot="1"]');
  expect(await tile.getAttribute('data-look')).toBe('loud green');
  const before = await placesOnScreen(page);
  await tile.and(page.locator('[data-look="quiet green"]')).waitFor();
  expect(await tile.getAttribute('data-colour')).toBe('green');
  expect(await placesOnScreen(page)).toEqual(before);
});

test('what came from outside is shown as text, whatever it says', async () => {
  const { slots, summary } = scene(2, ['refused', 'green']);
  const [first, second] = slots;
  if (first === undefined || second === undefined) throw new Error('the scene has two slots');
  const words = '<img src=x onerror=alert(1)> \u202Egnihtyna \u2066"quoted"';
  const { url } = await serveDrawnBench({
    slots: [{ ...first, message: words }, second],
    summary: {
      ...summary,
      station: '<script>alert(1)</script>',
      product: '"><svg onload=alert(1)>',
      lastScan: { at: 0, scanned: '</span><b>', deed: null, code: 'bad usage', slot: null, message: words },
    },
  });
  const page = await openPage(url);
  await page.locator('body[data-stale="false"] [data-slot="1"]').waitFor();
  expect(await page.locator('.message').textContent()).toBe(words);
  expect(await page.locator('.made .caption').textContent()).toContain('<script>alert(1)</script>');
  expect(await page.locator('img, script:not([src]), .page svg[onload]').count()).toBe(0);
  expect(await cutOff(page)).toEqual([]);
});
