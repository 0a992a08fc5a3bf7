import { globSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from 'vite';

const root = join(import.meta.dirname, 'src/web/page');

// What is shipped is built the same way whoever builds it, tests too
process.env.NODE_ENV = 'production';

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
    modulePreload: false,
    target: ['chrome123', 'firefox125', 'safari17.4'],
    reportCompressedSize: false,
    rolldownOptions: { input: globSync('*.html', { cwd: root }).map((name) => join(root, name)) },
  },
  plugins: [
    {
      name: 'words',
      async generateBundle() {
        const { languageTags } = await import('./src/words/language-tags.ts');
        const { loadLanguage } = await import('./src/words/languages.ts');
        for (const tag of languageTags)
          this.emitFile({ type: 'asset', fileName: `words/${tag}.json`, source: JSON.stringify(await loadLanguage(tag)) });
      },
    },
  ],
});
