type Listener = (chunk: Uint8Array) => void;

/** Hands received bytes to every listener, and keeps what comes while nobody listens, at most 64 kB: then the oldest chunks go. */
export class Inbox {
  static readonly limitBytes = 64 * 1024;
  readonly #listeners = new Set<Listener>();
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #isShut = false;

  receive(chunk: Uint8Array): void {
    if (this.#isShut || chunk.length === 0) return;
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    this.#deliver();
    while (this.#keptBytes > Inbox.limitBytes) this.#takeOldest();
  }

  /** Kept bytes are handed over before this returns: whatever arrives later is new. */
  subscribe(listener: Listener): () => void {
    // an entry of its own, so that one function subscribed twice is two listeners
    const entry: Listener = (chunk) => listener(chunk);
    this.#listeners.add(entry);
    this.#deliver();
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** From here on no listener is called and nothing is kept. */
  shut(): void {
    this.#isShut = true;
    this.#listeners.clear();
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #deliver(): void {
    while (this.#listeners.size > 0) {
      const chunk = this.#takeOldest();
      if (chunk === undefined) return;
      // a copy: a listener that hands over to another one must not give it the same chunk again
      for (const listener of Array.from(this.#listeners)) if (this.#listeners.has(listener)) listener(chunk);
    }
  }

  #takeOldest(): Uint8Array | undefined {
    const chunk = this.#kept.shift();
    this.#keptBytes -= chunk?.length ?? 0;
    return chunk;
  }
}
