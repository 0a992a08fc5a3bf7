import { PassThrough } from 'node:stream';

import { defineConfig } from 'rolldown';

/**
 * The command line as few files: some hundred small ones take longer to find and read than to run. Packages stay outside, so that
 * each is installed, updated and audited as it is. Library and types are made by `tsc`, file by file.
 */
export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  checks: { pluginTimings: false },
  external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  output: { dir: 'dist/src/cli', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js', sourcemap: true },
  plugins: [
    {
      name: 'stored-help',
      load: { filter: { id: /src\/cli\/help\/stored-help\.ts$/ }, handler: async () => `export const storedHelp = ${JSON.stringify(await commandHelp())};` },
    },
  ],
});

/** Asks the commands themselves, from their source. */
const commandHelp = async () => {
  const { createProgram } = await import('./src/cli/program.ts');
  const { helpEntryOf } = await import('./src/cli/help/help-table.ts');
  const nowhere = new PassThrough().resume();
  const program = await createProgram({ environment: {}, signal: new AbortController().signal, out: nowhere, err: nowhere, exit: () => undefined });
  return program.commands.map(helpEntryOf);
};
