import type { BytePort } from '../modem/byte-port.ts';
import type { OpenOptions } from '../station/port-source.ts';
import { patchedBinding } from './patched-binding.ts';
import { openWithBinding } from './open-with-binding.ts';

/** Opens a port by the native binding of this machine; see `openWithBinding`. @throws PaclineError port missing | port busy | port forbidden | port fault */
export const openSerialPort = (
  path: string,
  options: OpenOptions,
  { signal }: { readonly signal: AbortSignal },
): Promise<BytePort> => openWithBinding(path, options, { signal, binding: patchedBinding });
