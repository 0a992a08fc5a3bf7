import type { Clock } from '../../domain/clock.ts';
import type { ResultCode } from '../../domain/outcome.ts';
import { describeCertification } from '../../domain/product.ts';
import { version } from '../../machine/version.ts';
import type { JournalReader } from '../../journal/journal.ts';
import type { LineRules } from '../../station/line-rules.ts';
import type { Person } from '../../station/operator/person.ts';
import type { Slot } from '../../station/slot-state.ts';
import type { ScanReport } from '../../station/operator/scan-report.ts';
import type { BenchSummary, FixturePlace, LastScan, TileSlot } from '../bench-state.ts';
import type { BenchFigures } from './bench-figures.ts';
import type { BenchSource } from './live-feed.ts';
import { tileOf, type SlotMemory } from './tile-of.ts';

/** What the picture needs of the line. */
export interface PicturedLine {
  readonly slots: readonly Slot[];
  /** Ports that are there and are no slot's. */
  readonly unassignedPorts: readonly { readonly path: string }[];
  onChange(listener: (slot: Slot) => void): () => void;
}

/** Where the slots are. */
export interface Fixture {
  readonly rows: number;
  readonly columns: number;
  readonly places: readonly FixturePlace[];
}

export interface BenchPictureOptions {
  readonly line: PicturedLine;
  readonly journal: Pick<JournalReader, 'lastSequence'>;
  readonly clock: Clock;
  readonly station: string;
  readonly language: string;
  readonly rules: () => LineRules;
  readonly figures: BenchFigures;
  readonly operator: {
    readonly person: Person | null;
    onScan(listener: (report: ScanReport) => void): () => void;
  };
  /** The slot that was scanned, so that the next code is for it; null: none was. */
  readonly selected: () => string | null;
  readonly fixtureOf: (slots: readonly string[]) => Fixture;
  readonly pictureOf: (code: ResultCode) => string | null;
}

/** The bench while a line runs on it. */
export class BenchPicture implements BenchSource {
  readonly #options: BenchPictureOptions;
  readonly #memories = new Map<string, SlotMemory & { readonly seatedAt: number; readonly shown: string }>();
  readonly #listeners = new Set<() => void>();
  #lastScan: LastScan | null = null;

  constructor(options: BenchPictureOptions) {
    this.#options = options;
    options.line.onChange((slot) => {
      this.#remember(slot);
      this.#tell();
    });
    options.operator.onScan((report) => {
      this.#lastScan = { at: options.clock.now(), ...report };
      this.#tell();
    });
  }

  slots(): readonly TileSlot[] {
    return this.#options.line.slots.map((slot) =>
      tileOf(slot, this.#memories.get(slot.name) ?? this.#remember(slot), this.#options),
    );
  }

  summary(): BenchSummary {
    const { line, station, language, rules, figures, operator, selected, fixtureOf } = this.#options;
    const { product, order, debtLimit } = rules();
    return {
      station,
      version,
      isLive: true,
      product: product.name,
      certificate: product.certification.kind === 'certificate' ? describeCertification(product.certification) : null,
      order,
      ...figures.now(debtLimit),
      person: operator.person,
      lastScan: this.#lastScan,
      nextScan: selected() ?? onlyOf(line.slots.filter(({ scan }) => scan.wants !== null)),
      fixture: fixtureOf(line.slots.map(({ name }) => name)),
      unknownPorts: line.unassignedPorts.map(({ path }) => path),
      language,
    };
  }

  sequence(): Promise<number> {
    return this.#options.journal.lastSequence();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #remember(slot: Slot): SlotMemory {
    const { name, state } = slot;
    const now = this.#options.clock.now();
    const before = this.#memories.get(name);
    const seatedAt = state.kind === 'seated' ? now : (before?.seatedAt ?? now);
    // A unit that is taken out leaves its verdict behind
    const last = state.kind === 'judged' ? state : state.kind === 'empty' ? (before?.last ?? null) : null;
    const elapsedMs = last === null ? null : (before?.elapsedMs ?? now - seatedAt);
    const shown = whatIsShown(tileOf(slot, { since: now, last, elapsedMs }, this.#options));
    const memory = { since: before?.shown === shown ? before.since : now, last, elapsedMs, seatedAt, shown };
    this.#memories.set(name, memory);
    return memory;
  }
}

/** What has its own time: a verdict keeps it, whatever becomes of its slot. */
const whatIsShown = ({ state, colour, code, phase, wanted }: TileSlot): string =>
  JSON.stringify(colour === 'none' ? [state, phase, wanted, code] : [colour, code, wanted]);

/** The name of the one slot; null: there is none, or more than one. */
const onlyOf = (slots: readonly Slot[]): string | null => (slots.length === 1 ? (slots[0]?.name ?? null) : null);
