/**
 * How far the registration of one unit has come, told by evidence.
 * - `owed`: nothing of it has left, as far as anyone knows.
 * - `intended`: a request is about to leave, or has just left.
 * - `submitted`: in a job of the backend whose end is not known yet.
 * - `accepted`: the backend has said that it took the unit. It is looked up until the list shows it, and never sent again by itself.
 * - `unknown`: it may have been sent, and the answer got lost.
 * - `confirmed`: a look-up has shown the unit as it is to be.
 * - `refused`: the backend will not have it, or has it otherwise.
 * - `withdrawn`: a person took it back before it was sent, or deleted the device.
 */
export const registrationStates = [
  'owed',
  'intended',
  'submitted',
  'accepted',
  'unknown',
  'confirmed',
  'refused',
  'withdrawn',
] as const;

export type RegistrationState = (typeof registrationStates)[number];

/** What can happen to a registration, by the names of the journal's events. */
export type RegistrationStep =
  | 'registration owed'
  | 'registration intended'
  | 'registration postponed'
  | 'registration accepted'
  | 'registration confirmed'
  | 'registration refused'
  | 'registration unknown'
  | 'registration found absent'
  | 'registration withdrawn'
  | 'registration resend allowed';

interface Transition {
  readonly from: readonly (RegistrationState | 'none')[];
  readonly to: RegistrationState;
}

/**
 * ```
 * owed ──▶ intended ──▶ accepted ──▶ confirmed
 *   ▲        │   │          └──────▶ refused
 *   │        │   └──▶ unknown ──▶ accepted | confirmed | refused
 *   ├────────┘ postponed: known not to have been sent
 *   └─────────────── found absent: unknown only
 * owed ──▶ withdrawn
 * ```
 * What was accepted returns to `owed` only by the word of a person. `submitted` is reached through a batch.
 */
const transitions: Readonly<Record<RegistrationStep, Transition>> = {
  // From `confirmed`: by another backend, or in journals of earlier versions for another product
  'registration owed': { from: ['none', 'owed', 'refused', 'withdrawn', 'confirmed'], to: 'owed' },
  'registration intended': { from: ['owed'], to: 'intended' },
  'registration postponed': { from: ['intended'], to: 'owed' },
  // From `accepted`: for another reason, which may be a better one
  'registration accepted': { from: ['intended', 'submitted', 'accepted', 'unknown', 'confirmed'], to: 'accepted' },
  'registration confirmed': {
    from: ['owed', 'intended', 'submitted', 'accepted', 'unknown', 'confirmed'],
    to: 'confirmed',
  },
  'registration refused': {
    from: ['owed', 'intended', 'submitted', 'accepted', 'unknown', 'confirmed'],
    to: 'refused',
  },
  // From `unknown`: a process that died in between says it again
  'registration unknown': { from: ['intended', 'submitted', 'unknown'], to: 'unknown' },
  // From `accepted`: earlier versions only
  'registration found absent': { from: ['unknown', 'accepted'], to: 'owed' },
  'registration withdrawn': { from: ['owed', 'accepted', 'confirmed', 'refused'], to: 'withdrawn' },
  'registration resend allowed': { from: ['submitted', 'accepted', 'unknown'], to: 'owed' },
};

/** Where a step leads from a state (`none`: there is no registration yet); null: it cannot happen there. */
export const nextRegistrationState = (
  from: RegistrationState | 'none',
  step: RegistrationStep,
): RegistrationState | null => {
  const transition = transitions[step];
  return transition.from.includes(from) ? transition.to : null;
};

/** `to send`: nothing is under way. `in flight`: the backend has it, or may have it; only looking tells. `ended`: nothing goes on by itself. */
type Stage = 'to send' | 'in flight' | 'ended';

const stageOf = (state: RegistrationState): Stage => {
  switch (state) {
    case 'owed':
      return 'to send';
    case 'intended':
    case 'submitted':
    case 'accepted':
    case 'unknown':
      return 'in flight';
    case 'confirmed':
    case 'refused':
    case 'withdrawn':
      return 'ended';
  }
};

/** It may have reached the backend, so it is settled by looking before it may be owed anew. */
export const mayHaveBeenSent = (state: RegistrationState): boolean => stageOf(state) === 'in flight';

/** Neither confirmed nor given up: what the outbox holds. */
export const isOpen = (state: RegistrationState): boolean => stageOf(state) !== 'ended';

/** Counts as a unit of its order: confirmed, or on the way to it. */
export const countsForOrder = (state: RegistrationState): boolean => isOpen(state) || state === 'confirmed';

/** Appears in the backend's list sooner or later, or never: it is waited for by looking. */
export const isLookedFor = (state: RegistrationState): boolean => state === 'accepted' || state === 'unknown';

export const openStates: readonly RegistrationState[] = registrationStates.filter(isOpen);
export const inFlightStates: readonly RegistrationState[] = registrationStates.filter(mayHaveBeenSent);
export const orderStates: readonly RegistrationState[] = registrationStates.filter(countsForOrder);
export const lookedForStates: readonly RegistrationState[] = registrationStates.filter(isLookedFor);
