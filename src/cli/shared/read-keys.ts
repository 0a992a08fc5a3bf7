import { on } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { startAgain } from './dialogue.ts';

/**
 * The keys that a person presses at a terminal, one by one and without Enter; arrows and the like are left out. Ends with Ctrl-D.
 * The terminal is as it was when this is over.
 * @throws PaclineError interrupted: Ctrl-C, which is a key like others meanwhile
 */
export async function* readKeys(terminal: ReadStream, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  signal.throwIfAborted();
  // A letter may come in two pieces
  const decoder = new StringDecoder('utf8');
  terminal.setRawMode(true);
  try {
    for await (const [chunk] of on(terminal, 'data', { signal, close: ['end', 'close'] }) as AsyncIterable<[Buffer]>) {
      for (const key of stripVTControlCharacters(decoder.write(chunk))) {
        if (key === '\x03')
          throw new PaclineError('interrupted', 'Stopped on request; nothing was written.', { action: startAgain });
        if (key === '\x04') return;
        yield key;
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    terminal.setRawMode(false);
    terminal.pause();
  }
}
