import { describe, expect, test } from 'vitest';

import type { BatchEvent, BatchState } from '../../src/journal/batch-events.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { RegistrationState } from '../../src/domain/registration.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { deviceId, meddle, openTestJournal, rowsOf, temporaryJournalPath, tickingClock } from './journal-bench.ts';

const product = { deviceTypeId: '5eed0000000000000000000c', certificate: 'P_0001_AFAF_01' } as const;
const ids = ['00A10001', '00A10002', '00A10003'];
const pac = (index: number): string => `A0B1C2D3E4F5${index.toString(16).toUpperCase().padStart(4, '0')}`;

const listed: JournalEvent = {
  kind: 'units listed',
  list: 'batch.csv',
  ...product,
  units: ids.map((id, index) => ({ deviceId: id, pac: pac(index), name: `line-${id}` })),
};
const intended: BatchEvent = { kind: 'batch intended', batch: 'b1', ...product, deviceIds: ids };
const submitted: BatchEvent = { kind: 'batch submitted', batch: 'b1', jobId: '5a5896f93007ab520cb54108' };
const postponed: BatchEvent = { kind: 'batch postponed', batch: 'b1', code: 'backend throttled', reason: 'slow down' };
const unknown: BatchEvent = { kind: 'batch unknown', batch: 'b1', reason: 'the answer got lost' };
const done: BatchEvent = { kind: 'batch done', batch: 'b1', rest: 'confirmed' };
const accepted: BatchEvent = { kind: 'batch done', batch: 'b1', rest: 'accepted' };
const doneInPart: BatchEvent = { kind: 'batch done', batch: 'b1', rest: 'unknown' };

const statesAfter = async (...events: readonly JournalEvent[]): Promise<readonly RegistrationState[]> => {
  const journal = await openTestJournal(temporaryJournalPath());
  for (const event of events) await journal.append([event]);
  const states = await Promise.all(ids.map(async (id) => (await journal.registration(deviceId(id)))?.state));
  await journal.close();
  return states.flatMap((state) => (state === undefined ? [] : [state]));
};

describe('units in a list', () => {
  test('are read and owed in one event, and can be looked up by ID and PAC', async () => {
    const journal = await openTestJournal(temporaryJournalPath());
    await journal.append([listed]);
    expect(await journal.countRegistrations()).toEqual({ owed: 3 });
    expect(await journal.unit(deviceId('00A10002'))).toMatchObject({
      pacSource: 'delivery-list',
      dialect: 'list batch.csv',
    });
    expect((await journal.registrations(['owed'], { limit: 2 })).map((one) => one.deviceId)).toEqual([
      '00A10001',
      '00A10002',
    ]);
    expect(await journal.registrations(['owed'], { certificate: null, limit: 10 })).toEqual([]);
    await journal.close();
  });

  test.each<[string, readonly JournalEvent[], RegistrationState]>([
    ['confirmed', [intended, submitted, done], 'confirmed'],
    ['intended', [intended], 'intended'],
    ['submitted', [intended, submitted], 'submitted'],
    ['accepted', [intended, submitted, accepted], 'accepted'],
    ['unknown', [intended, unknown], 'unknown'],
  ])('listed again while they are %s stay as they stand, and belong to the new listing', async (_, way, state) => {
    const journal = await openTestJournal(temporaryJournalPath());
    for (const event of [listed, ...way, { ...listed, listing: 'second' }]) await journal.append([event]);
    expect(await journal.countRegistrations({ listing: 'second' })).toEqual({ [state]: 3 });
    await journal.close();
  });

  test.each<[string, Partial<JournalEvent>, readonly JournalEvent[]]>([
    [
      'that were refused',
      {},
      ids.map((id) => ({ kind: 'registration refused', deviceId: id, code: 'backend refused', reason: 'no' })),
    ],
    [
      'that were withdrawn',
      {},
      ids.map((id) => ({ kind: 'registration withdrawn', deviceId: id, operator: 'eng', reason: 'a wrong file' })),
    ],
    ['that are confirmed with another product', { certificate: 'P_0001_AFAF_02' }, [intended, submitted, done]],
    [
      'that another backend confirmed',
      { backend: 'other.example' },
      [
        { ...intended, backend: 'backend.example' },
        submitted,
        {
          kind: 'units confirmed',
          code: 'registered',
          backend: 'backend.example',
          apiUser: 'u',
          units: ids.map((id) => ({ deviceId: id })),
        },
      ],
    ],
  ])('%s are owed again when they are listed again', async (_, changes, way) => {
    expect(await statesAfter(listed, ...way, { ...listed, ...changes } as JournalEvent)).toEqual([
      'owed',
      'owed',
      'owed',
    ]);
  });

  test('with a PAC or an ID that is known otherwise are refused as a whole', async () => {
    const journal = await openTestJournal(temporaryJournalPath());
    await journal.append([listed]);
    const other = (unit: { readonly deviceId: string; readonly pac: string }): JournalEvent => ({
      ...listed,
      units: [
        { deviceId: '00A10009', pac: pac(9), name: '' },
        { ...unit, name: '' },
      ],
    });
    await expect(journal.append([other({ deviceId: '00A10001', pac: pac(8) })])).rejects.toMatchObject({
      code: 'two pacs for one id',
    });
    await expect(journal.append([other({ deviceId: '00A10008', pac: pac(0) })])).rejects.toMatchObject({
      code: 'two ids for one pac',
    });
    expect(await journal.unit(deviceId('00A10009'))).toBeNull();
    await journal.close();
  });
});

describe('a batch', () => {
  test.each<[string, readonly JournalEvent[], RegistrationState]>([
    ['is intended', [intended], 'intended'],
    ['is submitted', [intended, submitted], 'submitted'],
    ['is known not to have been sent', [intended, postponed], 'owed'],
    ['has lost its answer', [intended, unknown], 'unknown'],
    ['has lost its job', [intended, submitted, unknown], 'unknown'],
    ['is done, as its job counts it', [intended, submitted, accepted], 'accepted'],
    ['is done in a journal of an earlier version', [intended, submitted, done], 'confirmed'],
    ['is remarked upon', [intended, submitted, { kind: 'batch remarked', batch: 'b1', remark: 'odd' }], 'submitted'],
    ['is done in part', [intended, submitted, doneInPart], 'unknown'],
  ])('that %s takes its units with it', async (_, events, state) => {
    expect(await statesAfter(listed, ...events)).toEqual([state, state, state]);
  });

  test('leaves alone the units that an event of their own has settled', async () => {
    const refused: JournalEvent = {
      kind: 'registration refused',
      deviceId: '00A10002',
      code: 'backend refused',
      reason: 'PAC spent',
    };
    expect(await statesAfter(listed, intended, submitted, refused, accepted)).toEqual([
      'accepted',
      'refused',
      'accepted',
    ]);
  });

  test.each<[BatchState | 'none', readonly JournalEvent[], readonly BatchEvent[]]>([
    ['none', [], [submitted, postponed, unknown, done]],
    ['intended', [intended], [done, intended]],
    ['submitted', [intended, submitted], [submitted, postponed]],
    ['postponed', [intended, postponed], [submitted, postponed, unknown, done]],
    ['done', [intended, submitted, done], [submitted, postponed, unknown, done]],
  ])('in state "%s" refuses what cannot happen to it, and nothing of that is written', async (_, way, illegal) => {
    for (const event of illegal) {
      const path = temporaryJournalPath();
      const journal = await openTestJournal(path);
      for (const step of [listed, ...way]) await journal.append([step]);
      const before = rowsOf(path, 'event', 'sequence').length;
      await expect(journal.append([event]), event.kind).rejects.toMatchObject({
        code: expect.stringMatching(/fault/) as string,
      });
      expect(rowsOf(path, 'event', 'sequence')).toHaveLength(before);
      await journal.close();
    }
  });

  test('cannot intend a unit that is not owed with its product', async () => {
    const journal = await openTestJournal(temporaryJournalPath());
    await journal.append([listed]);
    await expect(journal.append([{ ...intended, certificate: null }])).rejects.toMatchObject({
      code: 'internal fault',
    });
    await expect(journal.append([{ ...intended, deviceIds: [...ids, '00A10004'] }])).rejects.toMatchObject({
      code: 'internal fault',
    });
    expect(await journal.countRegistrations()).toEqual({ owed: 3 });
    await journal.close();
  });

  test('and its units are the same after the projections were made anew', async () => {
    const path = temporaryJournalPath();
    const journal = await openJournal({ path, station: 'bench', clock: tickingClock() });
    for (const event of [listed, intended, submitted, doneInPart]) await journal.append([event]);
    await journal.close();
    const before = [rowsOf(path, 'registration', 'device_id'), rowsOf(path, 'batch', 'batch')];
    meddle(path, 'update journal_head set projection_version = 0');
    await (await openJournal({ path, station: 'bench', clock: tickingClock() })).close();
    expect([rowsOf(path, 'registration', 'device_id'), rowsOf(path, 'batch', 'batch')]).toEqual(before);
  });
});
