import { createInterface } from 'node:readline';

import { encodeCommandCode } from '../../domain/scanning/command-code.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { readKeys } from '../shared/read-keys.ts';

/**
 * What a scanner types, line by line: keys at a terminal, without showing them, or lines of a pipe. The space bar at the beginning
 * of a line is the start command. Ends when the input or the signal does; Ctrl-C is handed on to the process.
 */
export async function* typedLines(
  input: NodeJS.ReadStream,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  try {
    if (!input.isTTY) {
      for await (const line of createInterface({ input, signal })) yield line;
      return;
    }
    let line = '';
    for await (const key of readKeys(input, signal)) {
      if (key === '\r' || key === '\n') {
        yield line;
        line = '';
      } else if (key === ' ' && line === '') yield encodeCommandCode({ command: 'start', slot: null });
      else line = key === '\x7F' || key === '\b' ? line.slice(0, -1) : line + key;
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!PaclineError.is(error, 'interrupted')) throw error;
    process.kill(process.pid, 'SIGINT');
  }
}
