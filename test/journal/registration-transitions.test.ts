import { describe, expect, test } from 'vitest';
import type { JournalEvent, RegistrationEvent } from '../../src/journal/events.ts';
import { registrationStates, type RegistrationState } from '../../src/domain/registration.ts';
import { deviceId, openTestJournal, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runStarted, sampleDevice, unitRead } from './sample-events.ts';

type From = RegistrationState | 'none';
type Kind = RegistrationEvent['kind'];

const device = deviceId(sampleDevice(1));
const events = registrationEvents(device);
const { deviceTypeId, certificate } = { deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: 'P_00A1_B2C3_01' };
const inBatch: readonly JournalEvent[] = [
  { kind: 'batch intended', batch: 'b1', deviceTypeId, certificate, deviceIds: [device] },
  { kind: 'batch submitted', batch: 'b1', jobId: 'job-1' },
];

const owed = events['registration owed'];
const intended = [owed, events['registration intended']];

const wayTo: Readonly<Record<From, readonly JournalEvent[]>> = {
  none: [],
  owed: [owed],
  intended,
  submitted: [owed, ...inBatch],
  accepted: [...intended, events['registration accepted']],
  unknown: [...intended, events['registration unknown']],
  confirmed: [...intended, events['registration confirmed']],
  refused: [...intended, events['registration refused']],
  withdrawn: [owed, events['registration withdrawn']],
};

/** Every state against every event: where it leads; what is not named is illegal. */
const expected: Readonly<Record<From, Readonly<Partial<Record<Kind, RegistrationState>>>>> = {
  none: { 'registration owed': 'owed' },
  owed: {
    'registration owed': 'owed',
    'registration intended': 'intended',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration withdrawn': 'withdrawn',
  },
  intended: {
    'registration postponed': 'owed',
    'registration accepted': 'accepted',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration unknown': 'unknown',
  },
  submitted: {
    'registration accepted': 'accepted',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration unknown': 'unknown',
    'registration resend allowed': 'owed',
  },
  accepted: {
    'registration accepted': 'accepted',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    // Of earlier versions
    'registration found absent': 'owed',
    'registration withdrawn': 'withdrawn',
    'registration resend allowed': 'owed',
  },
  unknown: {
    'registration accepted': 'accepted',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration unknown': 'unknown',
    'registration found absent': 'owed',
    'registration resend allowed': 'owed',
  },
  confirmed: {
    'registration owed': 'owed',
    'registration accepted': 'accepted',
    'registration confirmed': 'confirmed',
    'registration refused': 'refused',
    'registration withdrawn': 'withdrawn',
  },
  refused: { 'registration owed': 'owed', 'registration withdrawn': 'withdrawn' },
  withdrawn: { 'registration owed': 'owed' },
};

const states: readonly From[] = ['none', ...registrationStates];

const cases = states.flatMap((from) =>
  Object.values(events).map((event) => ({
    from,
    way: wayTo[from],
    event,
    kind: event.kind,
    to: expected[from][event.kind] ?? null,
  })),
);

describe('a registration', () => {
  test.each(cases.filter(({ to }) => to !== null))(
    'in state $from goes by "$kind" to $to',
    async ({ way, event, to }) => {
      const journal = await openTestJournal(temporaryJournalPath());
      await journal.append([unitRead(1), ...way]);
      await journal.append([event]);
      expect(await journal.registration(device)).toMatchObject({ state: to });
    },
  );

  test.each(cases.filter(({ to }) => to === null))(
    'in state $from refuses "$kind" and nothing of that append is written',
    async ({ from, way, event }) => {
      const journal = await openTestJournal(temporaryJournalPath());
      const last = await journal.append([unitRead(1), ...way]);
      const before = await journal.registration(device);

      const refusal = journal.append([runStarted('run-9'), event]);

      await expect(refusal).rejects.toMatchObject({
        code: 'internal fault',
        context: { from, event: event.kind, deviceId: device },
      });
      await expect(refusal).rejects.toThrow(
        `"${event.kind}" cannot happen to device ${device}, whose registration is in state "${from}"`,
      );
      expect(await journal.registration(device)).toEqual(before);
      expect(await journal.run('run-9')).toBeNull();
      expect(await journal.append([runStarted('run-9')])).toBe(last + 1);
      expect(await journal.verify()).toEqual({ events: last + 1, brokenAt: null });
    },
  );
});

test('code and reason tell of the last event only', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([
    unitRead(1),
    events['registration owed'],
    events['registration intended'],
    events['registration postponed'],
  ]);
  expect(await journal.registration(device)).toMatchObject({
    state: 'owed',
    code: 'backend throttled',
    reason: 'asked to wait',
  });
  await journal.append([events['registration intended'], events['registration unknown']]);
  expect(await journal.registration(device)).toMatchObject({
    code: 'registration unknown',
    reason: 'the answer got lost',
  });
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
