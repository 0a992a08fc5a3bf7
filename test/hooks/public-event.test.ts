import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventKinds, publicEvent } from '../../src/hooks/public-event.ts';
import type { JournalEvent, RunMeasured, RunStarted } from '../../src/journal/events.ts';
import {
  sampleHash,
  registrationEvents,
  runEnded,
  runStarted,
  sampleDevice,
  samplePac,
  unitRead,
} from '../journal/sample-events.ts';

const recorded = (event: JournalEvent) => ({
  sequence: 7,
  at: Date.UTC(2026, 10, 25, 6),
  station: 'bench-1',
  hash: sampleHash,
  event,
});

const device = sampleDevice(1);
const batch = 'b5f3';
/** SHA-256 of a settings file. */
const settings = '0123456789abcdef'.repeat(4);

const measuredWith = (words: string): RunMeasured => ({
  purpose: 'unit',
  firstAnswerMs: 80,
  phaseMs: { reading: 120 },
  measurements: [{ name: 'firmware', value: words, unit: null, low: words, high: null, passed: true }],
});

const startedIn = (run: string): RunStarted => ({ kind: 'run started', run, slot: 'left', port: '/dev/ttyS9' });

/** One event of each kind, with the PAC wherever a secret, or somebody's careless words, could hold one. */
const withPac = (pac: string): readonly JournalEvent[] => {
  const words = `refused: PAC ${pac} is spent`;
  return [
    { kind: 'station started', version: words, productName: words },
    { kind: 'station stopped', reason: words },
    { ...startedIn('run-1'), context: { product: words, order: words, operator: words, settings } },
    unitRead(1, { pac, firmware: words }),
    runEnded('run-1', {
      deviceId: device,
      message: words,
      transcript: `> AT$I=11<CR>\n< ${pac}<CR><LF>\n`,
      measured: measuredWith(words),
    }),
    { kind: 'unit removed', run: 'run-1', slot: 'left' },
    {
      kind: 'verdict settled',
      run: 'run-1',
      deviceId: device,
      colour: 'green',
      outcome: 'pass',
      code: 'registered',
      message: words,
    },
    { kind: 'settings taken up', settings },
    { kind: 'operator signed in', operator: words, role: 'operator' },
    { kind: 'operator signed out', operator: words },
    { kind: 'badge refused', place: 'bench', why: 'unknown', inRow: 3 },
    { kind: 'badge refusals cleared', operator: words, role: 'engineer', place: 'prompt' },
    { kind: 'slot locked', slot: words, code: 'golden failed', reason: words },
    { kind: 'slot unlocked', slot: words, operator: words, role: 'technician' },
    { kind: 'golden passed', slot: words, run: 'run-1', settings },
    { kind: 'serial bound', serial: words, deviceId: device, run: 'run-1', slot: words },
    { kind: 'label owed', deviceId: device, run: 'run-1' },
    { kind: 'label printed', deviceId: device, reprint: true, operator: words },
    { kind: 'label verified', deviceId: device, operator: words },
    { kind: 'label mismatched', deviceId: device, scanned: `${device}${pac}P_00A1_B2C3_01`, operator: words },
    {
      kind: 'units listed',
      list: words,
      deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
      certificate: null,
      units: [{ deviceId: device, pac, name: `unit ${pac}` }],
    },
    ...Object.values(registrationEvents(device)).map((event) =>
      'reason' in event ? { ...event, reason: words } : 'name' in event ? { ...event, name: words } : event,
    ),
    { kind: 'batch intended', batch, deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: null, deviceIds: [device] },
    { kind: 'batch submitted', batch, jobId: 'a1b2c3d4e5f6a1b2c3d4e5f6' },
    { kind: 'batch postponed', batch, code: 'backend throttled', reason: words },
    { kind: 'batch unknown', batch, reason: words },
    { kind: 'batch done', batch, rest: 'confirmed' },
    { kind: 'batch remarked', batch, remark: words },
    {
      kind: 'registration confirmed',
      deviceId: device,
      code: 'registered',
      backend: 'backend.test',
      apiUser: words,
      currentPac: pac,
    },
    {
      kind: 'units confirmed',
      code: 'registered',
      backend: 'backend.test',
      apiUser: words,
      units: [{ deviceId: device, currentPac: pac }],
    },
    { kind: 'registration accepted', deviceId: device, reason: words },
    { kind: 'registration withdrawn', deviceId: device, operator: words, reason: words },
    { kind: 'registration resend allowed', deviceId: device, operator: words, reason: words },
    { kind: 'unit set aside', deviceId: device, operator: words, reason: words },
    { kind: 'unit released', deviceId: device, operator: words, reason: words, pair: 'forgotten' },
    { kind: 'pair gave way', deviceId: device, reason: words },
    { kind: 'device changed', deviceId: device, change: 'edited', name: words },
    {
      kind: 'journal loss accepted',
      operator: words,
      reason: words,
      witnessed: { sequence: 9, hash: sampleHash, at: 2 },
      found: { sequence: 3, hash: sampleHash, at: 1 },
    },
    { kind: 'witness renewed', why: 'missing' },
  ];
};

test('the sample below has every kind of event', () => {
  expect([...new Set(withPac(samplePac(1)).map(({ kind }) => kind))].toSorted()).toEqual(eventKinds.toSorted());
});

test('no PAC of any event leaves the house, in whatever case it is written and wherever it stands', () => {
  const hexDigit = fc.constantFrom(...Array.from('0123456789abcdefABCDEF'));
  fc.assert(
    fc.property(fc.string({ unit: hexDigit, minLength: 16, maxLength: 16 }), (pac) => {
      for (const event of withPac(pac))
        expect(JSON.stringify(publicEvent(recorded(event))).toUpperCase()).not.toContain(pac.toUpperCase());
    }),
  );
});

test('no field of a kind that is not known here leaves the house', () => {
  fc.assert(
    fc.property(
      fc.string().filter((kind) => !withPac(samplePac(1)).some((event) => event.kind === kind)),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (kind, fields) => {
        // What a later version may have written
        const event: JournalEvent = JSON.parse(JSON.stringify({ ...fields, kind }));
        expect(publicEvent(recorded(event))).toEqual({
          id: 'bench-1:7',
          sequence: 7,
          at: '2026-11-25T06:00:00.000Z',
          station: 'bench-1',
          kind,
          hash: sampleHash,
        });
      },
    ),
  );
});

test('a field that was added to a known kind stays inside until it is named', () => {
  const event: JournalEvent = JSON.parse(JSON.stringify({ ...runStarted('run-1'), added: samplePac(1) }));
  expect(publicEvent(recorded(event))).not.toHaveProperty('added');
});

test('an event has its envelope and the fields of its kind', () => {
  expect(publicEvent(recorded(runEnded('run-1', { deviceId: device })))).toEqual({
    id: 'bench-1:7',
    sequence: 7,
    at: '2026-11-25T06:00:00.000Z',
    station: 'bench-1',
    kind: 'run ended',
    hash: sampleHash,
    run: 'run-1',
    deviceId: device,
    colour: 'amber',
    outcome: 'pass',
    code: 'read',
    message: 'Read, registration owed',
    elapsedMs: 120,
  });
});

test('the context of a run leaves with the digest of its settings whole, and so do its measurements', () => {
  const context = { product: 'sensor', order: '4711', operator: 'Ada', settings };
  expect(publicEvent(recorded({ ...startedIn('run-1'), context }))).toMatchObject({ context });
  expect(publicEvent(recorded(runEnded('run-1', { measured: measuredWith('1.0') })))).toMatchObject({
    measured: measuredWith('1.0'),
  });
});

test('what was scanned in place of a label does not leave', () => {
  const event = publicEvent(recorded({ kind: 'label mismatched', deviceId: device, scanned: 'other', operator: null }));
  expect(event).toMatchObject({ deviceId: device, operator: null });
  expect(event).not.toHaveProperty('scanned');
});

test('where a journal ended and where it ends leave with their hashes whole', () => {
  const found = { sequence: 3, hash: sampleHash, at: 1 };
  const witnessed = { sequence: 9, hash: sampleHash, at: 2 };
  expect(
    publicEvent(
      recorded({ kind: 'journal loss accepted', operator: 'Eve', reason: 'the disk is gone', witnessed, found }),
    ),
  ).toMatchObject({ operator: 'Eve', reason: 'the disk is gone', witnessed, found });
});

test('of units in a file, their number and IDs leave', () => {
  const units = [1, 2].map((index) => ({
    deviceId: sampleDevice(index),
    pac: samplePac(index),
    name: `unit ${index}`,
  }));
  const event = publicEvent(
    recorded({
      kind: 'units listed',
      list: 'units.csv',
      deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
      certificate: 'P_00A1_B2C3_01',
      units,
    }),
  );
  expect(event).toMatchObject({
    list: 'units.csv',
    deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
    count: 2,
    deviceIds: [sampleDevice(1), sampleDevice(2)],
  });
  expect(event).not.toHaveProperty('units');
});
