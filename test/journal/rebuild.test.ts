import { array, assert, asyncProperty, integer, nat, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalEvent, RegistrationEvent } from '../../src/journal/events.ts';
import { nextRegistrationState, type RegistrationState } from '../../src/domain/registration.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { meddle, openTestJournal, rowsOf, temporaryJournalPath, tickingClock } from './journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from './sample-events.ts';

const kinds = Object.keys(registrationEvents(sampleDevice(0))) as readonly RegistrationEvent['kind'][];

const legalNext = (
  state: RegistrationState | 'none',
): readonly (readonly [RegistrationEvent['kind'], RegistrationState])[] =>
  kinds.flatMap((kind) => {
    const next = nextRegistrationState(state, kind);
    return next === null ? [] : [[kind, next] as const];
  });

interface Step {
  readonly unit: number;
  readonly choice: number;
}

/** Turns any list of choices into a legal history: each step does the next thing that can happen to its unit. */
const legalHistory = (steps: readonly Step[]): readonly JournalEvent[] => {
  const states = new Map<number, RegistrationState | 'none'>();
  return steps.flatMap(({ unit, choice }, index): readonly JournalEvent[] => {
    const run = `run-${index}`;
    const state = states.get(unit);
    if (state === undefined || choice % 4 === 0) {
      states.set(unit, state ?? 'none');
      const end: readonly JournalEvent[] =
        choice % 3 === 0
          ? []
          : [
              runEnded(run, { deviceId: choice % 3 === 1 ? sampleDevice(unit) : null }),
              { kind: 'unit removed', run, slot: 'left' },
            ];
      return [runStarted(run), unitRead(unit, { run, firmware: choice % 2 === 0 ? null : `${choice}` }), ...end];
    }
    const ways = legalNext(state);
    const [kind, to] = ways[choice % ways.length] ?? ['registration owed', 'owed'];
    states.set(unit, to);
    return [registrationEvents(sampleDevice(unit))[kind]];
  });
};

const projections = (path: string): readonly unknown[] => [
  rowsOf(path, 'run', 'run'),
  rowsOf(path, 'unit', 'device_id'),
  rowsOf(path, 'registration', 'device_id'),
  rowsOf(path, 'batch', 'batch'),
];

test('projections made anew from the events are the rows that the events made one by one', async () => {
  const steps = array(record({ unit: nat(4), choice: nat(99) }), { maxLength: 40 });
  await assert(
    asyncProperty(steps, integer({ min: 1, max: 5 }), async (list, chunk) => {
      const path = temporaryJournalPath();
      const journal = await openTestJournal(path);
      const history = legalHistory(list);
      for (let index = 0; index < history.length; index += chunk)
        await journal.append(history.slice(index, index + chunk));
      const before = projections(path);
      await journal.close();

      // What an older version of the reducers may have left behind
      meddle(
        path,
        `update journal_head set projection_version = 0; delete from registration; update unit set dialect = 'other'; delete from run where ended_at is null`,
      );
      const reopened = await openTestJournal(path);

      expect(projections(path)).toEqual(before);
      expect(await reopened.verify()).toEqual({ events: history.length, brokenAt: null });
      await reopened.close();
    }),
    { numRuns: 40 },
  );
});

test('projections of this version are left as they are', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  await journal.close();
  meddle(path, `update run set slot = 'mark'`);
  expect(await (await openTestJournal(path)).run('run-1')).toMatchObject({ slot: 'mark' });
});

test('a history longer than a page is made anew as a whole', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append(Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
  const before = projections(path);
  await journal.close();
  meddle(path, 'update journal_head set projection_version = 0; delete from run');
  await openTestJournal(path);
  expect(projections(path)).toEqual(before);
});

test('an opening that is given up in the middle leaves the old projections, and the next makes them anew', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([runStarted('run-1')]);
  const before = projections(path);
  await journal.close();
  meddle(path, `update journal_head set projection_version = 0; update run set slot = 'old'`);

  const controller = new AbortController();
  const reason = new Error('enough');
  const opening = openJournal({ path, station: 'bench-1', clock: tickingClock(), signal: controller.signal });
  controller.abort(reason);
  await expect(opening).rejects.toBe(reason);
  expect(rowsOf(path, 'run', 'run')).toMatchObject([{ slot: 'old' }]);

  await openTestJournal(path);
  expect(projections(path)).toEqual(before);
});
