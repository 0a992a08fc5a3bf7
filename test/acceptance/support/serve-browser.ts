/**
 * A Chromium that tests share, in a process of its own: says the address at which playwright finds it, and ends with its standard input.
 * Browser and libraries are those of a package: nothing of the system is needed. They are unpacked once for a checkout.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { chromium as playwright } from 'playwright-core';

const root = join(import.meta.dirname, '../../..');
const packed = join(root, 'node_modules/@sparticuz/chromium/bin');
const cache = join(root, 'node_modules/.cache');
const unpacked = join(cache, 'chromium');

if (!existsSync(unpacked)) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'chromium-'));
  // It unpacks into the folder for temporary files, and knows no other
  process.env['TMPDIR'] = folder;
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  await chromium.executablePath();
  await inflate(join(packed, 'al2023.tar.br'));
  delete process.env['TMPDIR'];
  try {
    renameSync(folder, unpacked);
  } catch {
    // Another run of the tests was quicker
    rmSync(folder, { recursive: true, force: true });
  }
}
const { setupLambdaEnvironment } = await import('@sparticuz/chromium');
setupLambdaEnvironment(join(unpacked, 'al2023/lib'));
const server = await playwright.launchServer({
  executablePath: join(unpacked, 'chromium'),
  // Not with the arguments of the package: they switch off what keeps pages of others away, which is tested here
  args: ['--no-sandbox', '--font-render-hinting=none', '--autoplay-policy=no-user-gesture-required'],
});
console.log(server.wsEndpoint());
process.stdin.on('end', () => void server.close().then(() => process.exit(0)));
process.stdin.resume();
