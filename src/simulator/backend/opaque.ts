const mask = (1n << 64n) - 1n;

/**
 * 64 scrambled bits as hex: the same text always gives the same digits and tells nothing by looking at it.
 * Serves for internal ids and for new PACs, so that a run can be repeated digit for digit; it protects nothing.
 */
export const opaqueHex = (text: string, { digits }: { readonly digits: 16 | 24 }): string => {
  let hash = 0xcbf29ce484222325n;
  for (const character of text) hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n) & mask;
  const high = scramble(hash);
  const low = scramble(high);
  return (hex16(high) + hex16(low)).slice(0, digits);
};

/** The finalizer of splitmix64: neighbouring inputs give unrelated outputs. */
const scramble = (input: bigint): bigint => {
  let bits = (input + 0x9e3779b97f4a7c15n) & mask;
  bits = ((bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  bits = ((bits ^ (bits >> 27n)) * 0x94d049bb133111ebn) & mask;
  return bits ^ (bits >> 31n);
};

const hex16 = (bits: bigint): string => bits.toString(16).padStart(16, '0').toUpperCase();
