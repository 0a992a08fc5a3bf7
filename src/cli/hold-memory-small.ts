import { setFlagsFromString } from 'node:v8';

/** Commands that may go through hundreds of thousands of units. */
const ofManyUnits = new Set(['register', 'outbox', 'series']);

/**
 * A station's computer may be a small one, and a file may hold hundreds of thousands of units. To be called before anything else
 * is loaded. Neither of these is a limit: what is in use may be as large as it has to be.
 *
 * glibc gives each thread a memory of its own, of which little goes back to the system: for many units this program starts itself
 * anew with one for all, in the same process and with the same arguments (300,000 units: 185 MB instead of 205 MB at most).
 * V8 by itself would let 64 MB of what was just made lie, and everything else grow to a multiple of what is in use, before it
 * looks what is still needed.
 */
export const holdMemorySmall = (): void => {
  const { argv, execArgv, execPath, env, platform } = process;
  if (platform === 'linux' && env['MALLOC_ARENA_MAX'] === undefined && argv.slice(2).some((arg) => ofManyUnits.has(arg))) {
    process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, MALLOC_ARENA_MAX: '1' });
  }
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
};
