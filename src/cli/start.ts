import { PaclineError } from '../domain/errors/pacline-error.ts';
import { systemClock } from '../machine/system-clock.ts';
import { Console } from './shared/console.ts';
import { runProgram } from './program.ts';

const console = new Console({ json: false, out: process.stdout, err: process.stderr, clock: systemClock });
// Never a stack trace: the person at the bench can do nothing with it. What was acknowledged is in the journal.
process.on('uncaughtException', (error) => {
  process.exit(console.failure(error));
});

const output: { fault: PaclineError | null } = { fault: null };
// What was written last may fail when the program is over. A reader that went away (`pacline … | head`) is no fault of ours, and is not told.
process.once('exit', () => {
  if (output.fault === null) return;
  process.exitCode =
    output.fault.code === 'output closed' ? output.fault.entry.exitCode : console.failure(output.fault);
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
// A terminal that is lost may say so more than once, and nobody who waits has asked for an end at once.
process.on('SIGHUP', () => stopping.abort(new PaclineError('interrupted', 'Its terminal is gone.')));
// What is under way is ended and written down, as on request, whatever became of those who read of it
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  output.fault ??=
    error.code === 'EPIPE' || error.code === 'EIO'
      ? new PaclineError('output closed', 'Nobody reads the output any more.', { cause: error })
      : new PaclineError(
          'bad usage',
          `Standard output cannot be written (${error.code ?? error.message}); send it where there is room.`,
          { cause: error },
        );
  stopping.abort(output.fault);
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
