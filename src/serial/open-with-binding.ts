import type { BindingInterface } from '@serialport/bindings-interface';
import { SerialPortStream } from '@serialport/stream';
import { unlessAborted } from '../async/until-aborted.ts';
import type { BytePort } from '../modem/byte-port.ts';
import type { OpenOptions } from '../station/port-source.ts';
import { owningGroup } from './owning-group.ts';
import { classifyOpenError, openFailed } from './port-errors.ts';
import { findPortHolder } from './port-holder.ts';
import { SerialBytePort } from './serial-byte-port.ts';

export interface OpenWait {
  readonly signal: AbortSignal;
  readonly binding: BindingInterface;
}

/**
 * Opens a port with 8N1 and an exclusive lock. The system drops what it had received before. A port that opens only after the
 * signal has aborted is closed again. DTR and RTS rise when it opens, and do not fall when it is closed: a board that is reset by
 * them is reset once and not at every opening.
 * @throws PaclineError port missing | port busy | port forbidden | port fault
 */
export const openWithBinding = async (
  path: string,
  { baudRate, hangUp = false }: OpenOptions,
  { signal, binding }: OpenWait,
): Promise<BytePort> => {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<BytePort>();
  const stream = new SerialPortStream({ path, baudRate, binding, autoOpen: false, hupcl: hangUp });
  stream.open((error) => {
    if (error) return reject(error);
    const port = new SerialBytePort(stream);
    if (signal.aborted) void port.close();
    else resolve(port);
  });
  try {
    return await unlessAborted(promise, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw await explain(path, error);
  }
};

const explain = async (path: string, error: unknown): Promise<Error> => {
  const code = classifyOpenError(error);
  return openFailed(code, path, {
    group: code === 'port forbidden' ? await owningGroup(path) : null,
    holder: code === 'port busy' ? await findPortHolder(path) : null,
    cause: error,
  });
};
