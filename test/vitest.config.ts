import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

/** What is tested as its users get it: these run the built program. */
const built = ['test/acceptance/**/*.test.ts', 'test/package.test.ts'];

export default defineConfig(({ mode }) => ({
  test: {
    // serialport in a worker thread crashes the process: isolation is by child process
    pool: 'forks',
    // Most of what runs the built program waits: for processes to start, and for each other
    maxWorkers: 2 * availableParallelism(),
    // Ends what hangs; how quick a machine is, and what else it does, is nobody's fault
    testTimeout: 300_000,
    provide: { isThorough: mode === 'thorough' },
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        // The source keeps no state in its modules: files may share a process that has loaded them
        test: { name: 'source', include: ['test/**/*.test.ts'], exclude: built, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: built,
          globalSetup: ['./test/acceptance/support/build-cli.ts', './test/acceptance/support/browser-setup.ts'],
        },
      },
    ],
  },
}));
