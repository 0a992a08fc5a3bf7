import { describe, expect, test } from 'vitest';
import type { RegistrationEvent } from '../../src/journal/events.ts';
import type { RegistrationState } from '../../src/domain/registration.ts';
import { deviceId, openTestJournal, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runStarted, sampleDevice, unitRead } from './sample-events.ts';

/** A unit is `submitted` by its batch only: see batches.test.ts. */
type From = Exclude<RegistrationState, 'submitted'> | 'none';
type Kind = RegistrationEvent['kind'];

const device = deviceId(sampleDevice(1));
const events = registrationEvents(device);

const wayTo: Readonly<Record<From, readonly Kind[]>> = {
  none: [],
  owed: ['registration owed'],
  intended: ['registration owed', 'registration intended'],
  confirmed: ['registration owed', 'registration intended', 'registration confirmed'],
  refused: ['registration owed', 'registration intended', 'registration refused'],
  unknown: ['registration owed', 'registration intended', 'registration unknown'],
};

/** Every state against every event: where it leads, or null where it is illegal. */
const expected: Readonly<Record<From, Readonly<Record<Kind, RegistrationState | null>>>> = {
  none: legal({ 'registration owed': 'owed' }),
  owed: legal({
    'registration owed': 'owed',
    'registration intended': 'intended',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
  }),
  intended: legal({
    'registration postponed': 'owed',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration unknown': 'unknown',
  }),
  confirmed: legal({ 'registration owed': 'owed' }),
  refused: legal({ 'registration owed': 'owed' }),
  unknown: legal({ 'registration confirmed': 'confirmed', 'registration refused': 'refused', 'registration found absent': 'owed' }),
};

function legal(ways: Partial<Record<Kind, RegistrationState>>): Readonly<Record<Kind, RegistrationState | null>> {
  const kinds: Record<Kind, RegistrationState | null> = {
    'registration owed': null,
    'registration intended': null,
    'registration postponed': null,
    'registration confirmed': null,
    'registration refused': null,
    'registration unknown': null,
    'registration found absent': null,
  };
  return { ...kinds, ...ways };
}

const states: readonly From[] = ['none', 'owed', 'intended', 'confirmed', 'refused', 'unknown'];

const cases = states.flatMap((from) =>
  Object.values(events).map((event) => ({ from, way: wayTo[from], event, kind: event.kind, to: expected[from][event.kind] })),
);

describe('a registration', () => {
  test.each(cases.filter(({ to }) => to !== null))('in state $from goes by "$kind" to $to', async ({ way, event, to }) => {
    const journal = await openTestJournal(temporaryJournalPath());
    await journal.append([unitRead(1), ...way.map((kind) => events[kind])]);
    await journal.append([event]);
    expect(await journal.registration(device)).toMatchObject({ state: to });
  });

  test.each(cases.filter(({ to }) => to === null))('in state $from refuses "$kind" and nothing of that append is written', async ({ from, way, event }) => {
    const journal = await openTestJournal(temporaryJournalPath());
    const last = await journal.append([unitRead(1), ...way.map((kind) => events[kind])]);
    const before = await journal.registration(device);

    const refusal = journal.append([runStarted('run-9'), event]);

    await expect(refusal).rejects.toMatchObject({ code: 'internal fault', context: { from, event: event.kind, deviceId: device } });
    await expect(refusal).rejects.toThrow(`"${event.kind}" cannot happen to device ${device}, whose registration is in state "${from}"`);
    expect(await journal.registration(device)).toEqual(before);
    expect(await journal.run('run-9')).toBeNull();
    expect(await journal.append([runStarted('run-9')])).toBe(last + 1);
    expect(await journal.verify()).toEqual({ events: last + 1, brokenAt: null });
  });
});

test('code and reason tell of the last event only', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([unitRead(1), events['registration owed'], events['registration intended'], events['registration postponed']]);
  expect(await journal.registration(device)).toMatchObject({ state: 'owed', code: 'backend throttled', reason: 'asked to wait' });
  await journal.append([events['registration intended'], events['registration unknown']]);
  expect(await journal.registration(device)).toMatchObject({ code: 'registration unknown', reason: 'the answer got lost' });
  await journal.append([events['registration found absent']]);
  expect(await journal.registration(device)).toMatchObject({ state: 'owed', code: null, reason: null });
  await journal.append([events['registration confirmed']]);
  expect(await journal.registration(device)).toMatchObject({ state: 'confirmed', code: 'registered', reason: null });
});

test('a registration of a unit that was never read cannot be owed, for it would have no PAC', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await expect(journal.append([events['registration owed']])).rejects.toMatchObject({ code: 'internal fault' });
  expect(await journal.append([])).toBe(0);
});
