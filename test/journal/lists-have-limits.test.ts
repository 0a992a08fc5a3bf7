import { describe, expect, expectTypeOf, test } from 'vitest';
import type { JournalReader } from '../../src/journal/journal.ts';
import { openTestJournal, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runEnded, sampleDevice, unitRead } from './sample-events.ts';

/** Methods that answer with a list of rows. */
type Lists = {
  [Method in keyof JournalReader]: Awaited<ReturnType<JournalReader[Method]>> extends readonly unknown[]
    ? Method
    : never;
}[keyof JournalReader];
/** Those that may be asked without saying how many rows at most. */
type Unbounded = {
  [Method in Lists]: Extract<Parameters<JournalReader[Method]>[number], { readonly limit: number }> extends never
    ? Method
    : never;
}[Lists];

test('Every list of the journal takes a limit: what has none would hold up every slot of the line', () => {
  expectTypeOf<Unbounded>().toBeNever();
  expectTypeOf<Lists>().toEqualTypeOf<
    | 'registrations'
    | 'registrationsById'
    | 'listRegistrations'
    | 'owedUnits'
    | 'debts'
    | 'batches'
    | 'runs'
    | 'intakes'
    | 'labels'
    | 'unlabelled'
  >();
});

const product = { deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: 'P_00A1_B2C3_01' };

const lists: Readonly<Record<Lists, (journal: JournalReader, limit: number) => Promise<readonly unknown[]>>> = {
  registrations: (journal, limit) => journal.registrations(['owed', 'confirmed'], { limit }),
  registrationsById: (journal, limit) => journal.registrationsById(['owed', 'confirmed'], { after: null, limit }),
  listRegistrations: (journal, limit) => journal.listRegistrations(['owed', 'confirmed'], { limit }),
  owedUnits: (journal, limit) => journal.owedUnits(product, { limit }),
  debts: (journal, limit) => journal.debts({ limit }),
  batches: (journal, limit) => journal.batches(['intended'], { limit }),
  runs: (journal, limit) => journal.runs({ limit }),
  intakes: (journal, limit) => journal.intakes({ limit }),
  labels: (journal, limit) => journal.labels(['owed'], { limit }),
  unlabelled: (journal, limit) => journal.unlabelled('tank', { before: 0, limit }),
};

describe('With limit 2 no more than two rows come of', () => {
  test.each(Object.entries(lists))('%s', async (_, list) => {
    const journal = await openTestJournal(temporaryJournalPath());
    for (let index = 0; index < 12; index += 1) {
      const [deviceId, run] = [sampleDevice(index), `run-${index}`];
      const {
        'registration owed': owed,
        'registration intended': intended,
        'registration confirmed': confirmed,
      } = registrationEvents(deviceId);
      await journal.append([
        {
          kind: 'run started',
          run,
          slot: 'left',
          port: 'p',
          context: { product: 'tank', order: null, operator: null, settings: null },
        },
        unitRead(index),
        index < 6
          ? { kind: 'registration owed', deviceId, ...product, certificate: `P_00A1_B2C3_1${index}`, name: deviceId }
          : owed,
        ...(index < 3 ? [intended, confirmed] : [{ kind: 'label owed', deviceId, run } as const]),
        runEnded(run, { deviceId, colour: 'green' }),
        { kind: 'unit removed', run, slot: 'left' },
      ]);
    }
    for (const index of [6, 7, 8])
      await journal.append([
        { kind: 'batch intended', batch: `batch-${index}`, ...product, deviceIds: [sampleDevice(index)] },
      ]);
    await journal.append([9, 10, 11].map((index) => ({ ...unitRead(index), run: `typed-${index}`, dialect: 'typed' })));
    expect(await list(journal, 2)).toHaveLength(2);
    expect((await list(journal, 1000)).length).toBeGreaterThan(2);
  });
});

test('How many labels there are is counted', async () => {
  const journal = await openTestJournal(temporaryJournalPath());
  await journal.append([1, 2, 3].map((index) => ({ kind: 'label owed', deviceId: sampleDevice(index), run: 'run' })));
  expect([await journal.countLabels(['owed']), await journal.countLabels(['printed', 'verified'])]).toEqual([3, 0]);
});
