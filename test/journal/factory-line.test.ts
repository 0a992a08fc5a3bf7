import { describe, expect, test } from 'vitest';
import type { JournalEvent, RunMeasured } from '../../src/journal/events.ts';
import { deviceId, meddle, openTestJournal, rowsOf, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from './sample-events.ts';

const open = async () => openTestJournal(temporaryJournalPath());
const device = deviceId(sampleDevice(1));

const measured = (changes: Partial<RunMeasured> = {}): RunMeasured => ({
  purpose: 'unit',
  firstAnswerMs: 48,
  phaseMs: { reading: 94 },
  measurements: [],
  ...changes,
});

const red = { colour: 'red', outcome: 'timeout', code: 'no answer' } as const;
const green = { colour: 'green', outcome: 'pass', code: 'registered' } as const;

const seated = (run: string, end: Parameters<typeof runEnded>[1]): readonly JournalEvent[] => [
  runStarted(run),
  runEnded(run, end),
];

const startedFor = (run: string, product: string, order: string | null): JournalEvent => ({
  kind: 'run started',
  run,
  slot: 'left',
  port: 'p',
  context: { product, order, operator: null, settings: null },
});

const leftSlot = async (journal: Awaited<ReturnType<typeof open>>) => journal.slot('left');

const bound = (serial: string, index: number): JournalEvent => ({
  kind: 'serial bound',
  serial,
  deviceId: sampleDevice(index),
  run: 'run-1',
  slot: 'left',
});

const labelEvent = (kind: 'label verified' | 'label printed' | 'label owed', reprint = false): JournalEvent => {
  if (kind === 'label owed') return { kind, deviceId: device, run: 'run-1' };
  return kind === 'label printed'
    ? { kind, deviceId: device, reprint, operator: null }
    : { kind, deviceId: device, operator: null };
};

describe('a run', () => {
  test('keeps under which rules it was made, what was measured and when its unit left', async () => {
    const journal = await open();
    const measurement = { name: 'supply', value: 3301, unit: 'mV', low: 3000, high: 3600, passed: true } as const;
    const context = { product: 'Tank sensor', order: 'PO-7', operator: 'Ada', settings: 'd1gest' };
    await journal.append([
      { kind: 'run started', run: 'run-1', slot: 'left', port: '/dev/ttyS9', context },
      runEnded('run-1', { measured: measured({ measurements: [measurement] }) }),
    ]);
    await journal.append([{ kind: 'unit removed', run: 'run-1', slot: 'left' }]);
    expect(await journal.run('run-1')).toMatchObject({
      product: 'Tank sensor',
      order: 'PO-7',
      operator: 'Ada',
      settingsDigest: 'd1gest',
      purpose: 'unit',
      firstAnswerMs: 48,
      phaseMs: { reading: 94 },
      measurements: [measurement],
      removedAt: expect.any(Number),
    });
  });

  test('of a journal of before these were kept reads as a run of which they are not known', async () => {
    const journal = await open();
    await journal.append(seated('run-1', {}));
    expect(await journal.run('run-1')).toMatchObject({
      product: null,
      order: null,
      operator: null,
      settingsDigest: null,
      purpose: 'unit',
      firstAnswerMs: null,
      phaseMs: {},
      measurements: [],
      removedAt: null,
    });
  });

  test('that is amber becomes green by a later word, and no other run does; any becomes red by one', async () => {
    const journal = await open();
    const settled = (run: string): JournalEvent => ({
      kind: 'verdict settled',
      run,
      deviceId: device,
      ...green,
      message: 'The backend has confirmed the unit.',
    });
    await journal.append([...seated('amber', {}), settled('amber')]);
    expect(await journal.run('amber')).toMatchObject(green);
    await journal.append(seated('red', red));
    await expect(journal.append([settled('red')])).rejects.toMatchObject({ code: 'internal fault' });
    await expect(journal.append([settled('amber')])).rejects.toMatchObject({ code: 'internal fault' });
    const twice = { ...red, code: 'one id in two slots', message: 'It is in left and in right at once.' } as const;
    await journal.append([{ kind: 'verdict settled', run: 'amber', deviceId: device, ...twice }]);
    expect(await journal.run('amber')).toMatchObject(twice);
  });

  test('is found by its time, order, product and colour', async () => {
    const journal = await open();
    for (const [run, product, order] of [
      ['a', 'tank', 'PO-1'],
      ['b', 'tank', 'PO-2'],
      ['c', 'mug', 'PO-2'],
    ] as const)
      await journal.append([startedFor(run, product, order), runEnded(run, run === 'b' ? green : red)]);
    const found = async (filter: Omit<Parameters<typeof journal.runs>[0], 'limit'> & { readonly limit?: number }) =>
      (await journal.runs({ limit: 100, ...filter })).map(({ run }) => run);
    expect(await found({ order: 'PO-2' })).toEqual(['c', 'b']);
    expect(await found({ product: 'tank' })).toEqual(['b', 'a']);
    expect(await found({ colour: 'green' })).toEqual(['b']);
    const [, second] = await journal.runs({ limit: 10_000 });
    expect(await found({ from: second?.startedAt ?? 0 })).toEqual(['c', 'b']);
    expect(await found({ to: second?.startedAt ?? 0 })).toEqual(['a']);
  });
});

describe('a slot', () => {
  test('counts reds in a row and units since its golden unit, and neither for what says nothing of units', async () => {
    const journal = await open();
    await journal.append([...seated('1', red), ...seated('2', red)]);
    await journal.append(seated('3', { ...red, code: 'golden failed', measured: measured({ purpose: 'golden' }) }));
    await journal.append(seated('4', { ...red, code: 'golden due' }));
    await journal.append(seated('5', { ...red, outcome: 'aborted', code: 'port lost' }));
    expect(await leftSlot(journal)).toMatchObject({ redsInRow: 2, unitsSinceGolden: 2 });
    await journal.append(seated('6', green));
    expect(await leftSlot(journal)).toMatchObject({ redsInRow: 0, unitsSinceGolden: 3 });
    await journal.append([{ kind: 'golden passed', slot: 'left', run: '6', settings: 'd1gest' }]);
    expect(await leftSlot(journal)).toMatchObject({
      unitsSinceGolden: 0,
      goldenSettingsDigest: 'd1gest',
      goldenAt: expect.any(Number),
    });
  });

  test('is locked until somebody unlocks it, which also ends its row of reds', async () => {
    const journal = await open();
    await journal.append([
      ...seated('1', red),
      { kind: 'slot locked', slot: 'left', code: 'no answer', reason: '1 red in a row' },
    ]);
    expect(await leftSlot(journal)).toMatchObject({
      lockCode: 'no answer',
      lockReason: '1 red in a row',
      lockedAt: expect.any(Number),
    });
    await journal.append([{ kind: 'slot unlocked', slot: 'left', operator: 'Tom', role: 'technician' }]);
    expect(await leftSlot(journal)).toMatchObject({ lockedAt: null, lockCode: null, lockReason: null, redsInRow: 0 });
  });
});

describe('a serial', () => {
  test('is text that belongs to one unit, leading zeros and all', async () => {
    const journal = await open();
    await journal.append([bound('000123', 1), bound('000123', 1)]);
    expect(await journal.serialNumberOf(device)).toBe('000123');
    expect(await journal.unitOfSerialNumber('000123')).toBe(device);
    expect(await journal.unitOfSerialNumber('123')).toBeNull();
  });

  test.each([
    ['another unit', '000123', 2],
    ['a unit that has one', '000124', 1],
  ])('is refused for %s', async (_, serial, index) => {
    const journal = await open();
    await journal.append([bound('000123', 1)]);
    await expect(journal.append([bound(serial, index)])).rejects.toMatchObject({ code: 'serial taken' });
    expect(await journal.serialNumberOf(device)).toBe('000123');
  });
});

describe('a label', () => {
  test('is owed, printed and verified; a reprint of it opens nothing again', async () => {
    const journal = await open();
    await journal.append([labelEvent('label owed')]);
    expect((await journal.labels(['owed'], { limit: 10_000 })).map(({ deviceId: id }) => id)).toEqual([device]);
    await journal.append([labelEvent('label printed'), labelEvent('label verified')]);
    expect(await journal.label(device)).toMatchObject({ state: 'verified', copies: 1, reprints: 0 });
    await journal.append([labelEvent('label printed', true)]);
    const { verifiedAt } = (await journal.label(device)) ?? expect.fail('there is a label');
    expect(verifiedAt).not.toBeNull();
    await journal.append([labelEvent('label verified')]);
    expect(await journal.label(device)).toMatchObject({ state: 'verified', copies: 2, reprints: 1, verifiedAt });
  });

  test.each([
    ['verified before it is printed', ['label owed', 'label verified']],
    ['printed before it is owed', ['label printed']],
  ] as const)('cannot be %s', async (_, kinds) => {
    const journal = await open();
    await expect(journal.append(kinds.map((kind) => labelEvent(kind)))).rejects.toMatchObject({
      code: 'internal fault',
    });
  });
});

test('a label that is owed already is not owed anew, whatever became of it', async () => {
  const journal = await open();
  await journal.append([labelEvent('label owed'), labelEvent('label printed'), labelEvent('label owed')]);
  expect(await journal.label(device)).toMatchObject({ state: 'printed', copies: 1 });
});

test('an order counts the units that the backend has confirmed, each once, also those whose confirmation came later', async () => {
  const journal = await open();
  for (const index of [1, 2, 3]) {
    await journal.append([
      startedFor(`run-${index}`, 'tank', 'PO-1'),
      unitRead(index),
      registrationEvents(sampleDevice(index))['registration owed'],
      registrationEvents(sampleDevice(index))['registration intended'],
      runEnded(`run-${index}`, { deviceId: sampleDevice(index) }),
    ]);
  }
  await journal.append([
    registrationEvents(sampleDevice(1))['registration confirmed'],
    registrationEvents(sampleDevice(2))['registration confirmed'],
  ]);
  await journal.append([
    startedFor('again', 'tank', 'PO-1'),
    runEnded('again', { ...green, code: 'already done', deviceId: sampleDevice(1) }),
  ]);
  expect(await journal.countOfOrder('PO-1', ['confirmed'])).toBe(2);
  expect(await journal.owing()).toMatchObject({ units: 1, since: expect.any(Number) });
  expect(await journal.lastSequence()).toBe(19);
});

test('the projections of the line are made anew from the events, row by row the same', async () => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append([
    ...seated('1', red),
    { kind: 'slot locked', slot: 'left', code: 'no answer', reason: 'reds' },
    { kind: 'serial bound', serial: '01', deviceId: device, run: '1', slot: 'left' },
    { kind: 'label owed', deviceId: device, run: '1' },
    { kind: 'unit removed', run: '1', slot: 'left' },
  ]);
  const tables = [
    ['run', 'run'],
    ['slot', 'slot'],
    ['serial', 'serial'],
    ['label', 'device_id'],
  ] as const;
  const before = tables.map(([table, order]) => rowsOf(path, table, order));
  await journal.close();
  meddle(path, 'update journal_head set projection_version = 0');
  await (await openTestJournal(path)).close();
  expect(tables.map(([table, order]) => rowsOf(path, table, order))).toEqual(before);
  expect(before.map((rows) => rows.length)).toEqual([1, 1, 1, 1]);
});

test('a unit without a label comes with its last good run, whatever the names of its runs', async () => {
  const journal = await open();
  const good = (run: string): readonly JournalEvent[] => [
    startedFor(run, 'tank', null),
    runEnded(run, { ...green, deviceId: sampleDevice(1) }),
    { kind: 'unit removed', run, slot: 'left' },
  ];
  const {
    'registration owed': owed,
    'registration intended': intended,
    'registration confirmed': confirmed,
  } = registrationEvents(sampleDevice(1));
  await journal.append([
    startedFor('run-1', 'tank', null),
    unitRead(1),
    owed,
    intended,
    confirmed,
    ...good('z is older'),
    ...good('a is newer'),
    startedFor('zz is red', 'tank', null),
    runEnded('zz is red', { ...red, deviceId: sampleDevice(1) }),
  ]);
  expect(await journal.unlabelled('tank', { before: 0, limit: 10 })).toEqual([
    { deviceId: sampleDevice(1), run: 'a is newer' },
  ]);
});
