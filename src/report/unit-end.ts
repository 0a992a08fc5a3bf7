import type { UnitStory } from './unit-story.ts';

/**
 * How far a unit has come by now, by what the journal holds of its ID, whatever was shown at the slot. Each unit is in one:
 * - `not read`: no ID was read, and the run is over.
 * - `in its run`: no ID was read yet; the run goes on, or the process died in it and was not started again.
 * - `not registered`: read, and nothing was ever asked of the backend, nor is anything owed; or somebody took it back.
 * - `owed`: read; the request has not left.
 * - `under way`: the request may have left; the answer is not known yet.
 * - `refused`: the backend said no.
 * - `confirmed`: in the backend; where its product has labels, its label is still to come.
 * - `labelled`: confirmed and labelled.
 */
export const unitEnds = [
  'not read',
  'in its run',
  'not registered',
  'owed',
  'under way',
  'refused',
  'confirmed',
  'labelled',
] as const;

export type UnitEnd = (typeof unitEnds)[number];

/** What the line asks of a unit, one after the other. */
export const steps = ['seated', 'read', 'registered', 'confirmed', 'labelled'] as const;

export type UnitStep = (typeof steps)[number];

/** The last step that a unit has taken. `registered`: the backend was asked, or had it already. */
export const stepOf: Readonly<Record<UnitEnd, UnitStep>> = {
  'not read': 'seated',
  'in its run': 'seated',
  'not registered': 'read',
  owed: 'read',
  'under way': 'registered',
  refused: 'registered',
  confirmed: 'confirmed',
  labelled: 'labelled',
};

/** Of which products the units get a label, by the settings file with this digest. */
export interface LabelsBySettings {
  readonly digest: string;
  readonly products: ReadonlySet<string>;
}

/**
 * Which products of a window have labels, and which of those are scanned back: told by the labels there are, and for units that
 * were worked by the settings that are given, by these.
 */
export class LabelRules {
  readonly #labelled = new Set<string | null>();
  readonly #scannedBack = new Set<string | null>();

  readonly #settings: LabelsBySettings | null;

  constructor(stories: readonly UnitStory[], settings: LabelsBySettings | null) {
    this.#settings = settings;
    for (const { label, lastWord, seatings } of stories) {
      if (label !== null || seatings.some(({ phaseMs }) => phaseMs.labelling !== undefined))
        this.#labelled.add(lastWord.product);
      if (label?.state === 'verified') this.#scannedBack.add(lastWord.product);
    }
  }

  wantsLabel({ lastWord }: UnitStory): boolean {
    const { product, settingsDigest: settings } = lastWord;
    if (this.#labelled.has(product)) return true;
    return product !== null && settings === this.#settings?.digest && this.#settings.products.has(product);
  }

  /** Printed, and scanned back where any label of its product was. */
  hasLabel({ label, lastWord }: UnitStory): boolean {
    return label?.state === 'verified' || (label?.state === 'printed' && !this.#scannedBack.has(lastWord.product));
  }
}

export const endOf = (story: UnitStory, labels: LabelRules): UnitEnd => {
  const { deviceId, registration, lastWord } = story;
  if (deviceId === null) return lastWord.endedAt === null ? 'in its run' : 'not read';
  switch (registration?.state) {
    case undefined:
      return 'not registered';
    case 'owed':
      return 'owed';
    case 'intended':
    case 'submitted':
    case 'accepted':
    case 'unknown':
      return 'under way';
    case 'refused':
      return 'refused';
    case 'withdrawn':
      return 'not registered';
    case 'confirmed':
      return labels.hasLabel(story) ? 'labelled' : 'confirmed';
  }
};
