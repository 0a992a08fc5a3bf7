const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Makes every line end (CR, LF or CRLF) one LF, and puts one into a line that grows beyond `maxBytes`, wherever the chunks are cut.
 * A parser behind it never holds more than one line of that length.
 */
export class TextLineLimit {
  readonly #maxBytes: number;
  #lineBytes = 0;
  #endedByReturn = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  pass(chunk: Uint8Array): Uint8Array {
    const passed: number[] = [];
    for (const byte of chunk) {
      const completesReturn = this.#endedByReturn && byte === lineFeed;
      this.#endedByReturn = byte === carriageReturn;
      if (completesReturn) continue;
      if (byte === lineFeed || byte === carriageReturn) {
        passed.push(lineFeed);
        this.#lineBytes = 0;
        continue;
      }
      if (this.#lineBytes === this.#maxBytes) {
        passed.push(lineFeed);
        this.#lineBytes = 0;
      }
      passed.push(byte);
      this.#lineBytes += 1;
    }
    return Uint8Array.from(passed);
  }
}
