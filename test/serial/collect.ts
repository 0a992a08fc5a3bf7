/** Gathers what a source gives, and tells when enough has come. */
export const collect = (onData: (listener: (chunk: Uint8Array) => void) => unknown) => {
  const chunks: Uint8Array[] = [];
  let wanted: { readonly count: number; readonly resolve: (bytes: Buffer) => void } | null = null;
  const check = (): void => {
    const bytes = Buffer.concat(chunks);
    if (wanted !== null && bytes.length >= wanted.count) wanted.resolve(bytes);
  };
  onData((chunk) => {
    chunks.push(chunk);
    check();
  });
  return {
    chunks,
    bytes: (): Buffer => Buffer.concat(chunks),
    /** Everything so far, as soon as it is at least `count` bytes. */
    until: (count: number): Promise<Buffer> => {
      const { promise, resolve } = Promise.withResolvers<Buffer>();
      wanted = { count, resolve };
      check();
      return promise;
    },
  };
};
