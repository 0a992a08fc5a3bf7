#!/usr/bin/env node
import { PaclineError } from '../domain/pacline-error.ts';
import { systemClock } from '../system-clock.ts';
import { runProgram } from './program.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A second signal finds no listener and ends the process at once.
  process.once(signal, () => stopping.abort(new PaclineError('interrupted', 'Stopped on request; the journal knows where.')));
}
// A reader that went away (`pacline … | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: process.env,
  clock: systemClock,
  signal: stopping.signal,
  out: process.stdout,
  err: process.stderr,
});
