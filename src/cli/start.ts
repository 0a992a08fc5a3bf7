import { PaclineError } from '../domain/errors/pacline-error.ts';
import { systemClock } from '../machine/system-clock.ts';
import { Console } from './shared/console.ts';
import { runProgram } from './program.ts';

// Never a stack trace: the person at the bench can do nothing with it. What was acknowledged is in the journal.
process.on('uncaughtException', (error) => {
  process.exit(
    new Console({ json: false, out: process.stdout, err: process.stderr, clock: systemClock }).failure(error),
  );
});

const environment = { ...process.env };
if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
  // Every connection checks certificates by itself; Node would say on standard error that none does.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.stderr.write('NODE_TLS_REJECT_UNAUTHORIZED is 0 and has no effect: certificates are checked all the same.\n');
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A second signal finds no listener and ends the process at once.
  process.once(signal, () => stopping.abort(new PaclineError('interrupted', 'Stopped on request.')));
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that went away (`pacline … | head`) is no fault of ours.
  if (error.code === 'EPIPE') process.exit(0);
  throw new PaclineError(
    'bad usage',
    `Standard output cannot be written (${error.code ?? error.message}); send it where there is room.`,
    { cause: error },
  );
});
// There is no other place to say it.
process.stderr.on('error', () => undefined);

process.exitCode = await runProgram(process.argv.slice(2), {
  environment,
  clock: systemClock,
  signal: stopping.signal,
  out: process.stdout,
  err: process.stderr,
});
