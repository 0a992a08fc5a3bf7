import { defineConfig } from 'vitest/config';

/** What is tested as its users get it: these run the built program. */
const built = ['test/acceptance/**/*.test.ts', 'test/package.test.ts'];

export default defineConfig({
  test: {
    // serialport in a worker thread crashes the process: isolation is by child process
    pool: 'forks',
    testTimeout: 20_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'source', include: ['test/**/*.test.ts'], exclude: built } },
      {
        extends: true,
        test: {
          name: 'built',
          include: built,
          globalSetup: './test/acceptance/support/build-cli.ts',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
