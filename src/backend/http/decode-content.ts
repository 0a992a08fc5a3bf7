import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/** The bytes as they were before they were compressed for the way. */
export type DecodedContent =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array }
  | { readonly kind: 'too large' }
  | { readonly kind: 'unreadable'; readonly why: string };

interface Limit {
  readonly maxOutputLength: number;
}

type Unpack = (bytes: Uint8Array, limit: Limit) => Promise<Uint8Array>;

const zlibInflate = promisify<Uint8Array, Limit, Uint8Array>(inflate);
const rawInflate = promisify<Uint8Array, Limit, Uint8Array>(inflateRaw);

/** `deflate` means the zlib format; some send what stands in it bare. @source RFC 9110, 8.4.1.2 */
const unpackDeflate: Unpack = (bytes, limit) =>
  (((bytes[0] ?? 0) & 0x0f) === 8 ? zlibInflate : rawInflate)(bytes, limit);

const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: promisify<Uint8Array, Limit, Uint8Array>(gunzip),
  'x-gzip': promisify<Uint8Array, Limit, Uint8Array>(gunzip),
  br: promisify<Uint8Array, Limit, Uint8Array>(brotliDecompress),
  zstd: promisify<Uint8Array, Limit, Uint8Array>(zstdDecompress),
  deflate: unpackDeflate,
  identity: async (bytes) => bytes,
};

/** Nobody packs an answer more often; each time costs memory. */
const mostLayers = 3;

/** Unpacks by `Content-Encoding`, whether it was asked for or not; `maxBytes` holds for every layer. */
export const decodeContent = async (
  bytes: Uint8Array,
  encoding: string | null,
  { maxBytes }: { readonly maxBytes: number },
): Promise<DecodedContent> => {
  const layers = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '');
  if (bytes.length === 0 || layers.length === 0) return { kind: 'decoded', bytes };
  if (layers.length > mostLayers) return { kind: 'unreadable', why: `compressed ${layers.length} times over` };
  let rest = bytes;
  for (const layer of layers.toReversed()) {
    const unpack = Object.hasOwn(unpackers, layer) ? unpackers[layer] : undefined;
    if (unpack === undefined) return { kind: 'unreadable', why: 'in an encoding that is not known' };
    try {
      rest = await unpack(rest, { maxOutputLength: maxBytes });
    } catch (error) {
      const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return isTooLarge ? { kind: 'too large' } : { kind: 'unreadable', why: `said to be ${layer}, and is not` };
    }
  }
  return { kind: 'decoded', bytes: rest };
};
