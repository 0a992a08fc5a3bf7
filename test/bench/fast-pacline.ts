/** The program itself, in a time that passes 2,000 times faster: what it waits for the backend's limits is over at once. */
import { runProgram } from '../../src/cli/program.ts';
import { fastClock } from '../acceptance/support/fast-clock.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: process.env,
  clock: fastClock(2000),
  signal: new AbortController().signal,
  out: process.stdout,
  err: process.stderr,
});
