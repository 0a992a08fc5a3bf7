import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds what is shipped, once, before the tests that run it: `npm test` needs no step before it. */
export default function buildCli(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: join(import.meta.dirname, '../../..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
