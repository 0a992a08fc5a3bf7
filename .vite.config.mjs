import { globSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from 'vite';

const root = join(import.meta.dirname, 'src/web/page');

/** The pages of the browser: every `.html` of the room is one. Nothing is inlined, so that the Content-Security-Policy needs no exception. */
export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: join(import.meta.dirname, 'dist/src/web/page'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome123', 'firefox125', 'safari17.4'],
    reportCompressedSize: false,
    rolldownOptions: { input: globSync('*.html', { cwd: root }).map((name) => join(root, name)) },
  },
});
