import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, onTestFinished, test } from 'vitest';

import { DeviceId } from '../../src/domain/device-id.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { importSeries, type ImportCounts, type ImportOptions } from '../../src/series/import-series.ts';
import type { SeriesFault } from '../../src/series/series-row.ts';
import { defaults, deviceTypeId, madeUpId, madeUpPac, madeUpRow } from './made-up-series.ts';
import { heldShort, measureImport } from './measure-import.ts';
import { seriesFile, temporaryFolder } from './series-folder.ts';

const none: ImportCounts = {
  rows: 0,
  listed: 0,
  heldBack: 0,
  owedBefore: 0,
  doneBefore: 0,
  underWay: 0,
  duplicates: 0,
  badRows: 0,
};
const certificate = 'P_00A1_C077_01';

const openIn = async (folder: string): Promise<Journal> => {
  const journal = await openJournal({ path: join(folder, 'state', 'journal.sqlite'), station: 'office', clock: Date });
  onTestFinished(() => journal.close());
  return journal;
};

const newJournal = async (): Promise<Journal> => openIn(temporaryFolder());

const rowsFrom = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `${madeUpRow(first + index)}\n`).join('');

const takeIn = async (
  journal: Journal,
  content: string,
  options: Partial<ImportOptions> = {},
): Promise<{ readonly counts: ImportCounts; readonly faults: readonly SeriesFault[] }> => {
  const faults: SeriesFault[] = [];
  const counts = await importSeries(seriesFile(content), {
    journal,
    defaults,
    take: 'good rows',
    signal: new AbortController().signal,
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  return { counts, faults };
};

const eventsOf = async (journal: Journal): Promise<readonly JournalEvent[]> =>
  (await Array.fromAsync(journal.read())).map(({ event }) => event);

const owed = (index: number): JournalEvent => ({
  kind: 'units listed',
  list: 'earlier',
  deviceTypeId,
  certificate: null,
  units: [{ deviceId: madeUpId(index), pac: madeUpPac(index), name: `u-${madeUpId(index)}` }],
});
const intended = (index: number): JournalEvent => ({ kind: 'registration intended', deviceId: madeUpId(index) });
const confirmed = (index: number): JournalEvent => ({
  kind: 'registration confirmed',
  deviceId: madeUpId(index),
  code: 'registered',
});
const deviceIdOf = (index: number): DeviceId => {
  const parsed = DeviceId.parse(madeUpId(index));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const readByModem = (index: number): JournalEvent => ({
  kind: 'unit read',
  run: `run-${index}`,
  deviceId: madeUpId(index),
  pac: madeUpPac(index),
  pacSource: 'modem',
  dialect: 'ax-wisol',
  firmware: null,
});
const listings = async (one: Journal) =>
  (await one.listRegistrations(['owed'], { limit: 5000 })).map((unit) => ({ ...unit, pac: unit.pac.reveal() }));

test('a file becomes owed units, 500 in an event, each with its name', async () => {
  const journal = await newJournal();
  expect((await takeIn(journal, rowsFrom(0, 1203))).counts).toEqual({ ...none, rows: 1203, listed: 1203 });
  const events = await eventsOf(journal);
  expect(events.map((event) => (event.kind === 'units listed' ? event.units.length : event.kind))).toEqual([
    500, 500, 203,
  ]);
  const [first] = await journal.listRegistrations(['owed'], { limit: 1 });
  expect({ ...first, pac: first?.pac.reveal() }).toEqual({
    deviceId: madeUpId(0),
    pac: madeUpPac(0),
    name: `u-${madeUpId(0)}`,
    deviceTypeId,
    certificate: null,
    sends: 0,
    currentPac: null,
    serialNumber: null,
  });
});

test('each device type and certificate of a page has an event of its own, in one transaction', async () => {
  const journal = await newJournal();
  const other = '5eed0000000000000000000d';
  const { counts } = await takeIn(
    journal,
    `id;pac;productCertificate;deviceTypeId\n${madeUpRow(1)};${certificate};\n${madeUpRow(2)};;${other}\n${madeUpRow(3)};${certificate};\n${madeUpRow(4)};;\n`,
  );
  expect(counts.listed).toBe(4);
  expect(
    (await eventsOf(journal)).map(
      (event) => event.kind === 'units listed' && [event.deviceTypeId, event.certificate, event.units.length],
    ),
  ).toEqual([
    [deviceTypeId, certificate, 2],
    [other, null, 1],
    [deviceTypeId, null, 1],
  ]);
});

test('the same file again writes nothing', async () => {
  const journal = await newJournal();
  const content = rowsFrom(0, 700);
  await takeIn(journal, content);
  const before = await eventsOf(journal);
  expect((await takeIn(journal, content)).counts).toEqual({ ...none, rows: 700, owedBefore: 700 });
  expect(await eventsOf(journal)).toEqual(before);
});

test('bad rows stay behind and are named, repeated ones are counted, and every row is counted once', async () => {
  const journal = await newJournal();
  const { counts, faults } = await takeIn(
    journal,
    `${rowsFrom(0, 3)}xx;yy\n${madeUpRow(1)}\n${madeUpId(9)};${madeUpPac(0)}\n`,
  );
  expect(counts).toEqual({ ...none, rows: 6, listed: 3, duplicates: 1, badRows: 2 });
  expect(faults.map(({ line, column }) => [line, column?.name])).toEqual([
    [4, 'id'],
    [4, 'pac'],
    [6, 'id'],
  ]);
});

test('all or nothing: one bad row at the end, and nothing is written', async () => {
  const journal = await newJournal();
  const content = `${rowsFrom(0, 1100)}xx;${madeUpPac(5000)}\n`;
  const doing = new Set<string>();
  const take = {
    take: 'all or nothing',
    onProgress: (progress) => doing.add(progress.doing),
  } satisfies Partial<ImportOptions>;
  expect((await takeIn(journal, content, take)).counts).toEqual({ ...none, rows: 1101, heldBack: 1100, badRows: 1 });
  expect(await eventsOf(journal)).toEqual([]);
  expect([...doing]).toEqual(['checking']);

  const forms: unknown[] = [];
  expect((await takeIn(journal, rowsFrom(0, 1100), { ...take, onForm: (form) => forms.push(form) })).counts).toEqual({
    ...none,
    rows: 1100,
    listed: 1100,
  });
  expect(forms).toHaveLength(1);
  expect([...doing]).toEqual(['checking', 'listing']);
});

describe('against the journal', () => {
  test.each<[string, readonly JournalEvent[], Partial<ImportCounts>, string]>([
    [
      'a unit that was read and never owed is listed',
      [
        {
          kind: 'unit read',
          run: 'r',
          deviceId: madeUpId(1),
          pac: madeUpPac(1),
          pacSource: 'modem',
          dialect: 'sample',
          firmware: null,
        },
      ],
      { listed: 1 },
      'owed',
    ],
    ['an owed unit is left as it is', [owed(1)], { owedBefore: 1 }, 'owed'],
    ['a confirmed unit is done', [owed(1), intended(1), confirmed(1)], { doneBefore: 1 }, 'confirmed'],
    ['a unit that was sent is left to be settled', [owed(1), intended(1)], { underWay: 1 }, 'intended'],
    [
      'a unit of which nobody knows is left to be settled',
      [owed(1), intended(1), { kind: 'registration unknown', deviceId: madeUpId(1), reason: 'lost' }],
      { underWay: 1 },
      'unknown',
    ],
    [
      'a refused unit is owed again',
      [
        owed(1),
        intended(1),
        { kind: 'registration refused', deviceId: madeUpId(1), code: 'backend refused', reason: 'spent' },
      ],
      { listed: 1 },
      'owed',
    ],
  ])('%s', async (_, events, counts, state) => {
    const journal = await newJournal();
    for (const event of events) await journal.append([event]);
    expect((await takeIn(journal, `${madeUpRow(1)}\n`)).counts).toEqual({ ...none, rows: 1, ...counts });
    expect(await journal.countRegistrations()).toEqual({ [state]: 1 });
  });

  test('a unit that is owed with another product or name is owed anew; one that is confirmed with another product stays so', async () => {
    const journal = await newJournal();
    for (const event of [owed(1), intended(1), confirmed(1), owed(2), owed(3)]) await journal.append([event]);
    const { counts, faults } = await takeIn(
      journal,
      `id;pac;name;productCertificate\n${madeUpRow(1)};;${certificate}\n${madeUpRow(2)};;${certificate}\n${madeUpRow(3)};another;\n`,
    );
    expect(counts).toEqual({ ...none, rows: 3, listed: 2, badRows: 1 });
    expect(faults.map(({ line, reason }) => [line, reason])).toEqual([
      [2, expect.stringMatching(/^it was confirmed with the prototype flag .*, and stays so/)],
    ]);
    expect(await journal.registration(deviceIdOf(1))).toMatchObject({ state: 'confirmed', certificate: null });
    expect(
      (await journal.registrations(['owed'], { limit: 10_000 })).map((one) => [one.certificate, one.name]),
    ).toEqual([
      [certificate, `u-${madeUpId(2)}`],
      [null, 'another'],
    ]);
  });

  test('another PAC for an ID that was read and another ID for a PAC that was read stay behind by line and column, the rest of the page goes on', async () => {
    const journal = await newJournal();
    await journal.append([readByModem(1), readByModem(2)]);
    const { counts, faults } = await takeIn(
      journal,
      `pac;id\n${madeUpPac(8)};${madeUpId(1)}\n${madeUpPac(2)};${madeUpId(9)}\n${madeUpPac(5)};${madeUpId(5)}\n`,
    );
    expect(counts).toEqual({ ...none, rows: 3, listed: 1, badRows: 2 });
    expect(faults).toEqual([
      {
        kind: 'fault',
        line: 2,
        column: { name: 'pac', number: 1 },
        reason: 'the journal knows device ID 00A10001 with another PAC',
      },
      {
        kind: 'fault',
        line: 3,
        column: { name: 'id', number: 2 },
        reason: 'the journal knows the PAC of device ID 00A10009 with another ID, 00A10002',
      },
    ]);
    expect(await journal.countRegistrations()).toEqual({ owed: 1 });
  });

  test('a pair that was only listed and never sent gives way to what a corrected file says', async () => {
    const journal = await newJournal();
    await journal.append([owed(1), owed(2)]);
    const { counts } = await takeIn(
      journal,
      `pac;id\n${madeUpPac(8)};${madeUpId(1)}\n${madeUpPac(2)};${madeUpId(9)}\n`,
    );
    expect(counts).toEqual({ ...none, rows: 2, listed: 2 });
    const gaveWay = (await eventsOf(journal)).flatMap((event) =>
      event.kind === 'pair gave way' ? [event.deviceId] : [],
    );
    expect(gaveWay).toEqual([madeUpId(1), madeUpId(2)]);
    expect((await listings(journal)).map(({ deviceId, pac }) => [deviceId, pac])).toEqual([
      [madeUpId(1), madeUpPac(8)],
      [madeUpId(9), madeUpPac(2)],
    ]);
  });

  test('one that was sent does not: what the backend has of it is not known', async () => {
    const journal = await newJournal();
    await journal.append([owed(1), intended(1)]);
    const { counts } = await takeIn(journal, `pac;id\n${madeUpPac(8)};${madeUpId(1)}\n`);
    expect(counts).toEqual({ ...none, rows: 1, badRows: 1 });
  });

  test('a corrected file moves what is owed to itself, and the same content again writes nothing', async () => {
    const journal = await newJournal();
    await takeIn(journal, rowsFrom(0, 3), { listing: 'first' });
    await takeIn(journal, rowsFrom(1, 2), { listing: 'corrected' });
    expect(await journal.countRegistrations({ listing: 'first' })).toEqual({ owed: 1 });
    expect(await journal.countRegistrations({ listing: 'corrected' })).toEqual({ owed: 2 });
    const before = await eventsOf(journal);
    await takeIn(journal, rowsFrom(1, 2), { listing: 'corrected' });
    expect(await eventsOf(journal)).toEqual(before);
  });
});

test('stopped on request, it keeps the pages that were written and says why it ended', async () => {
  const journal = await newJournal();
  const stopping = new AbortController();
  const reason = new PaclineError('interrupted', 'Stopped on request.');
  const importing = takeIn(journal, rowsFrom(0, 3000), {
    signal: stopping.signal,
    onProgress: ({ rows }) => rows === 1000 && stopping.abort(reason),
  });
  await expect(importing).rejects.toBe(reason);
  expect(await journal.countRegistrations()).toEqual({ owed: 1000 });
});

test.each([
  [1, 'before'],
  [1, 'after'],
  [3, 'before'],
  [4, 'after'],
])(
  'killed at append %i, %s it is on disk, and run again, it leaves what it would have left at once, and no unit twice',
  async (append, when) => {
    const folder = temporaryFolder();
    const file = seriesFile(rowsFrom(0, 2200));
    const dead: { readonly signal?: string } = await promisify(execFile)(process.execPath, [
      join(import.meta.dirname, 'import-until-killed.ts'),
      file,
      join(folder, 'state', 'journal.sqlite'),
      String(append),
      when,
    ]).then(
      () => ({}),
      (error: { readonly signal?: string }) => error,
    );
    expect(dead.signal).toBe('SIGKILL');

    const journal = await openIn(folder);
    const written = 500 * (when === 'after' ? append : append - 1);
    const counts = await importSeries(file, {
      journal,
      defaults,
      take: 'good rows',
      signal: new AbortController().signal,
    });
    expect(counts).toEqual({ ...none, rows: 2200, owedBefore: written, listed: 2200 - written });

    const atOnce = await newJournal();
    await importSeries(file, { journal: atOnce, defaults, take: 'good rows', signal: new AbortController().signal });
    expect(await eventsOf(journal)).toEqual(await eventsOf(atOnce));
    expect(await listings(journal)).toEqual(await listings(atOnce));
  },
);

test('20,000 rows come in with little memory', async () => {
  const { listed, rssMegabytes } = await measureImport(20_000, heldShort);
  expect(listed).toBe(20_000);
  expect(rssMegabytes).toBeLessThan(200);
});
