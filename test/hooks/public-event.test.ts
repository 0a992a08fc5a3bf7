import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicEvent } from '../../src/hooks/public-event.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, samplePac, unitRead } from '../journal/sample-events.ts';

const recorded = (event: JournalEvent) => ({ sequence: 7, at: Date.UTC(2026, 10, 25, 6), station: 'bench-1', event });

const device = sampleDevice(1);
const batch = 'b5f3';

/** One event of each kind, with the PAC wherever a secret, or somebody's careless words, could hold one. */
const withPac = (pac: string): readonly JournalEvent[] => {
  const words = `refused: PAC ${pac} is spent`;
  return [
    { kind: 'station started', version: words, productName: words },
    { kind: 'station stopped', reason: words },
    runStarted('run-1'),
    unitRead(1, { pac, firmware: words }),
    runEnded('run-1', { deviceId: device, message: words, transcript: `> AT$I=11<CR>\n< ${pac}<CR><LF>\n` }),
    { kind: 'unit removed', run: 'run-1', slot: 'left' },
    { kind: 'units listed', list: words, deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: null, units: [{ deviceId: device, pac, name: `unit ${pac}` }] },
    ...Object.values(registrationEvents(device)).map((event) => ('reason' in event ? { ...event, reason: words } : 'name' in event ? { ...event, name: words } : event)),
    { kind: 'batch intended', batch, deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: null, deviceIds: [device] },
    { kind: 'batch submitted', batch, jobId: 'a1b2c3d4e5f6a1b2c3d4e5f6' },
    { kind: 'batch postponed', batch, code: 'backend throttled', reason: words },
    { kind: 'batch unknown', batch, reason: words },
    { kind: 'batch done', batch, rest: 'confirmed' },
  ];
};

test('no PAC of any event leaves the house, in whatever case it is written and wherever it stands', () => {
  const hexDigit = fc.constantFrom(...Array.from('0123456789abcdefABCDEF'));
  fc.assert(
    fc.property(fc.string({ unit: hexDigit, minLength: 16, maxLength: 16 }), (pac) => {
      for (const event of withPac(pac)) expect(JSON.stringify(publicEvent(recorded(event))).toUpperCase()).not.toContain(pac.toUpperCase());
    }),
  );
});

test('no field of a kind that is not known here leaves the house', () => {
  fc.assert(
    fc.property(fc.string().filter((kind) => !withPac(samplePac(1)).some((event) => event.kind === kind)), fc.dictionary(fc.string(), fc.jsonValue()), (kind, fields) => {
      // What a later version may have written
      const event: JournalEvent = JSON.parse(JSON.stringify({ ...fields, kind }));
      expect(publicEvent(recorded(event))).toEqual({ id: 'bench-1:7', sequence: 7, at: '2026-11-25T06:00:00.000Z', station: 'bench-1', kind });
    }),
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
    run: 'run-1',
    deviceId: device,
    colour: 'amber',
    outcome: 'pass',
    code: 'read',
    message: 'Read, registration owed',
    elapsedMs: 120,
  });
});

test('of units in a file, their number and IDs leave', () => {
  const units = [1, 2].map((index) => ({ deviceId: sampleDevice(index), pac: samplePac(index), name: `unit ${index}` }));
  const event = publicEvent(recorded({ kind: 'units listed', list: 'units.csv', deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', certificate: 'P_00A1_B2C3_01', units }));
  expect(event).toMatchObject({ list: 'units.csv', deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6', count: 2, deviceIds: [sampleDevice(1), sampleDevice(2)] });
  expect(event).not.toHaveProperty('units');
});
