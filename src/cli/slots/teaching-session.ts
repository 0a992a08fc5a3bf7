import type { TaughtPlace } from '../../settings/file/slot-tables.ts';
import { usbIdentity, type PortDescription } from '../../station/port-source.ts';

/** As many as a station has. */
const maxSlots = 32;

/** Which slot gets which place; no place is given twice. */
export class TeachingSession {
  readonly #turns: string[];
  readonly #standing: ReadonlyMap<string, string>;
  readonly #skipped = new Set<string>();
  readonly #taught = new Map<string, TaughtPlace>();

  /** @param slots those that there are */
  constructor(slots: readonly Pick<TaughtPlace, 'name' | 'port'>[]) {
    this.#standing = new Map(slots.map(({ name, port }) => [name, port]));
    this.#turns = slots.map(({ name }) => name);
    for (let number = 1; this.#turns.length < maxSlots; number += 1)
      if (!this.#standing.has(String(number))) this.#turns.push(String(number));
  }

  /** Whose turn it is; null: it is over. */
  get slot(): string | null {
    return this.#turns[0] ?? null;
  }

  get taught(): readonly TaughtPlace[] {
    return [...this.#taught.values()];
  }

  /** The slot that has the place of this port for good; null: it is free, or its slot will be taught another one. */
  ownerOf(port: PortDescription): string | null {
    const place = placeOf(port);
    const taught = this.taught.find((slot) => slot.port === place)?.name;
    return taught ?? [...this.#skipped].find((name) => this.#standing.get(name) === place) ?? null;
  }

  /** Null, or why this port cannot be the slot's. */
  take(port: PortDescription): string | null {
    const owner = this.ownerOf(port);
    if (owner !== null) return `That place is slot ${owner} already. Choose another one, then press space again.`;
    const name = this.#turns.shift();
    if (name !== undefined)
      this.#taught.set(name, { name, port: placeOf(port), usb: usbIdentity(port), serialNumber: port.serialNumber });
    return null;
  }

  /** Null, or why the slot cannot be left as it is. */
  skip(): string | null {
    const name = this.slot;
    if (name === null) return null;
    const fault = this.#robbed(name);
    if (fault !== null) return fault;
    this.#skipped.add(name);
    this.#turns.shift();
    return null;
  }

  /** Null, or which slot has to be taught first: it has the turn then. */
  end(): string | null {
    const at = this.#turns.findIndex((name) => this.#robbed(name) !== null);
    const [robbed] = at < 0 ? [] : this.#turns.splice(at, 1);
    if (robbed !== undefined) this.#turns.unshift(robbed);
    else this.#turns.length = 0;
    return robbed === undefined ? null : this.#robbed(robbed);
  }

  /** A slot whose place in the settings was given to another one. */
  #robbed(name: string): string | null {
    const robber = this.taught.find(({ port }) => port === this.#standing.get(name));
    return robber === undefined ? null : `The place of slot ${name} is slot ${robber.name} now: it needs another one.`;
  }
}

/** Where the system tells no place, the path has to do. */
const placeOf = ({ path, place }: PortDescription): string => place ?? path;
