import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // serialport in a worker thread crashes the process: isolation is by child process
    pool: 'forks',
    testTimeout: 20_000,
    reporters: ['default', './test/support/closing-line-reporter.ts'],
  },
});
