/** Something that changes, and tells that it has. */
export class Value<Content> {
  readonly #listeners = new Set<() => void>();
  #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  get value(): Content {
    return this.#content;
  }

  set value(content: Content) {
    if (Object.is(content, this.#content)) return;
    this.#content = content;
    for (const listener of this.#listeners) listener();
  }

  /** Told behind every change, at once. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
