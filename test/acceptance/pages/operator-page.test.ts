import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';

import { openPage } from '../support/browser.ts';
import { startPacline, temporaryFolder } from '../support/pacline.ts';
import { certificate, deviceType, serveBackend, serveBoard } from '../support/served.ts';

const product = ['--device-type', deviceType, '--certificate', certificate];

const servedAt = async (...args: readonly string[]): Promise<string> => {
  const world = { ...(await serveBackend()), PACLINE_STATE_DIR: temporaryFolder() };
  const line = startPacline(['run', ...product, '--page', '127.0.0.1:0', '--json', ...args], world);
  const [, url = ''] = await line.until(/"event":"page","url":"([^"]+)"/);
  return url;
};

test('a board becomes green before the eyes of who looks at the page', async () => {
  const { port, deviceId } = await serveBoard('--dialect', 'ax-wisol', '--id', 'a10c4e');
  const page = await openPage(await servedAt('--port', port));
  const tile = page.locator(`[data-slot="${port}"]`);
  await tile.and(page.locator('[data-state="judged"][data-colour="green"]')).waitFor();
  expect(await tile.getAttribute('data-device-id')).toBe(deviceId);
  expect(await tile.textContent()).toContain('GREEN');
  expect(await page.locator('body').getAttribute('data-stale')).toBe('false');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
