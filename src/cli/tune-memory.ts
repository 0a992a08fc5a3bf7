import { setFlagsFromString } from 'node:v8';

/**
 * A station's computer may be a small one, and a file may hold hundreds of thousands of units. To be called before anything else
 * is loaded. V8 by itself would let 64 MB of what was just made lie, and everything else grow to a multiple of what is in use,
 * before it looks what is still needed. Neither of these is a limit: what is in use may be as large as it has to be.
 */
export const tuneMemory = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
};
