interface QueuedItem<T> {
  readonly dueAt: number;
  /** Of two that are due at the same time, the one that came first goes first. */
  readonly ordinal: number;
  readonly item: T;
}

/** Things that wait for their time, the earliest first (a binary heap). */
export class DueQueue<T> {
  readonly #heap: QueuedItem<T>[] = [];
  #ordinal = 0;

  add(item: T, dueAt: number): void {
    const added = { dueAt, ordinal: this.#ordinal, item };
    this.#ordinal += 1;
    let place = this.#heap.length;
    this.#heap.push(added);
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = this.#heap[parent];
      if (above === undefined || isBefore(above, added)) break;
      this.#heap[place] = above;
      place = parent;
    }
    this.#heap[place] = added;
  }

  /** Takes out what is due by now, in the order in which it fell due. */
  *due(now: number): Generator<T> {
    for (let first = this.#heap[0]; first !== undefined && first.dueAt <= now; first = this.#heap[0]) {
      const last = this.#heap.pop();
      if (last !== undefined && this.#heap.length > 0) this.#sink(last);
      yield first.item;
    }
  }

  #sink(sinking: QueuedItem<T>): void {
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [this.#heap[left], this.#heap[left + 1]];
      if (one === undefined) break;
      const isRight = other !== undefined && isBefore(other, one);
      const below = isRight ? other : one;
      if (isBefore(sinking, below)) break;
      this.#heap[place] = below;
      place = isRight ? left + 1 : left;
    }
    this.#heap[place] = sinking;
  }
}

const isBefore = (a: QueuedItem<unknown>, b: QueuedItem<unknown>): boolean =>
  a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.ordinal < b.ordinal);
