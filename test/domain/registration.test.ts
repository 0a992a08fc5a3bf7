import { expect, test } from 'vitest';
import { givesWay, type PairEvidence } from '../../src/domain/evidence.ts';
import {
  countsForOrder,
  inFlightStates,
  isLookedFor,
  isOpen,
  mayHaveBeenSent,
  nextRegistrationState,
  openStates,
  registrationStates,
  type RegistrationState,
} from '../../src/domain/registration.ts';

const table: readonly (readonly [
  RegistrationState,
  { readonly open: boolean; readonly inFlight: boolean; readonly lookedFor: boolean; readonly ofOrder: boolean },
])[] = [
  ['owed', { open: true, inFlight: false, lookedFor: false, ofOrder: true }],
  ['intended', { open: true, inFlight: true, lookedFor: false, ofOrder: true }],
  ['submitted', { open: true, inFlight: true, lookedFor: false, ofOrder: true }],
  ['accepted', { open: true, inFlight: true, lookedFor: true, ofOrder: true }],
  ['unknown', { open: true, inFlight: true, lookedFor: true, ofOrder: true }],
  ['confirmed', { open: false, inFlight: false, lookedFor: false, ofOrder: true }],
  ['refused', { open: false, inFlight: false, lookedFor: false, ofOrder: false }],
  ['withdrawn', { open: false, inFlight: false, lookedFor: false, ofOrder: false }],
];

test.each(table)('a registration that is %s is in these sets: %j', (state, { open, inFlight, lookedFor, ofOrder }) => {
  expect([isOpen(state), mayHaveBeenSent(state), isLookedFor(state), countsForOrder(state)]).toEqual([
    open,
    inFlight,
    lookedFor,
    ofOrder,
  ]);
  expect([openStates.includes(state), inFlightStates.includes(state)]).toEqual([open, inFlight]);
});

test('the table speaks of every state', () => {
  expect(table.map(([state]) => state)).toEqual(registrationStates);
});

test('what was accepted is owed again by the word of a person only', () => {
  expect(nextRegistrationState('accepted', 'registration resend allowed')).toBe('owed');
  expect(nextRegistrationState('accepted', 'registration owed')).toBeNull();
  expect(nextRegistrationState('accepted', 'registration postponed')).toBeNull();
  expect(nextRegistrationState('accepted', 'registration unknown')).toBeNull();
});

test.each<[string, PairEvidence, boolean]>([
  ['read by the modem', { pacSource: 'modem', state: null, sends: 0 }, false],
  ['read by the modem, and refused', { pacSource: 'modem', state: 'refused', sends: 1 }, false],
  ['typed, and never owed', { pacSource: 'typed', state: null, sends: 0 }, true],
  ['typed, owed and never sent', { pacSource: 'typed', state: 'owed', sends: 0 }, true],
  ['listed, owed and sent before', { pacSource: 'delivery-list', state: 'owed', sends: 1 }, false],
  ['listed and refused', { pacSource: 'delivery-list', state: 'refused', sends: 1 }, true],
  ['typed and withdrawn', { pacSource: 'typed', state: 'withdrawn', sends: 0 }, true],
  ['typed and under way', { pacSource: 'typed', state: 'intended', sends: 1 }, false],
  ['listed and in a job', { pacSource: 'delivery-list', state: 'submitted', sends: 1 }, false],
  ['typed and accepted', { pacSource: 'typed', state: 'accepted', sends: 1 }, false],
  ['typed and unknown', { pacSource: 'typed', state: 'unknown', sends: 1 }, false],
  ['listed and confirmed', { pacSource: 'delivery-list', state: 'confirmed', sends: 1 }, false],
])('a pair that was %s gives way to a better witness: %j', (_, evidence, yes) => {
  expect(givesWay(evidence)).toBe(yes);
});
