import { expect, test } from 'vitest';

import { phases } from '../../../src/domain/phase.ts';
import { runPhases } from '../../../src/station/run/phases.ts';

test('a run is these phases, in this order', () => {
  expect(runPhases.map(({ name }) => name)).toEqual([
    'turn away',
    'open',
    'identify',
    'read',
    'golden',
    'compare slots',
    'check',
    'assign serial number',
    'ask gates',
    'owe',
    'register',
    'label',
  ]);
});

test('every phase that people see is one that they are promised', () => {
  expect(new Set(runPhases.map(({ shows }) => shows).filter((shown) => shown !== null))).toEqual(new Set(phases));
});

test('the port is opened once, and given back before anything waits for people, printer or backend', () => {
  expect(runPhases.filter(({ usesPort }) => usesPort).map(({ name }) => name)).toEqual(['open', 'identify', 'read']);
});
