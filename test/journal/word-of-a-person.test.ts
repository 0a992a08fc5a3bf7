import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import { deviceId, meddle, openTestJournal, pac, rowsOf, temporaryJournalPath } from './journal-bench.ts';
import { registrationEvents, sampleDevice, samplePac, unitRead } from './sample-events.ts';

const device = deviceId(sampleDevice(1));
const events = registrationEvents(device);
const person = { operator: 'eng', reason: 'a scratch' };
const typed = unitRead(1, { pacSource: 'typed' });
const otherPac = samplePac(9);

const openWith = async (...written: readonly JournalEvent[]) => {
  const path = temporaryJournalPath();
  const journal = await openTestJournal(path);
  await journal.append(written);
  return { journal, path };
};

describe('A unit', () => {
  test('that was set aside says why, also when it is read again, until it is released', async () => {
    const { journal } = await openWith(
      unitRead(1),
      { kind: 'unit set aside', deviceId: device, ...person },
      unitRead(1, { run: 'run-2' }),
    );
    expect(await journal.unit(device)).toMatchObject({ setAside: 'a scratch' });
    await journal.append([{ kind: 'unit released', deviceId: device, ...person, pair: 'kept' }]);
    expect(await journal.unit(device)).toMatchObject({ setAside: null });
  });

  test('whose pair gave way may be read with another PAC, and owes nothing of before', async () => {
    const { journal } = await openWith(typed, events['registration owed'], {
      kind: 'pair gave way',
      deviceId: device,
      reason: 'the modem says otherwise',
    });
    expect(await journal.unit(device)).toBeNull();
    expect(await journal.registration(device)).toBeNull();
    await journal.append([unitRead(1, { pac: otherPac })]);
    expect((await journal.unit(device))?.pac.equals(pac(otherPac))).toBe(true);
    await journal.append([unitRead(2, { pac: samplePac(1) })]);
  });

  test.each(['registration intended', 'registration accepted', 'registration unknown'] as const)(
    'that may be under way ("%s") cannot be forgotten',
    async (kind) => {
      const way = kind === 'registration intended' ? [] : [events[kind]];
      const { journal } = await openWith(typed, events['registration owed'], events['registration intended'], ...way);
      for (const forgets of [
        { kind: 'pair gave way', deviceId: device, reason: 'no' },
        { kind: 'unit released', deviceId: device, ...person, pair: 'forgotten' },
      ] as const) {
        await expect(journal.append([forgets])).rejects.toMatchObject({ code: 'internal fault' });
      }
    },
  );

  test('that comes back with a new PAC is taken by a person', async () => {
    const { journal } = await openWith(
      unitRead(1),
      events['registration owed'],
      events['registration intended'],
      events['registration confirmed'],
    );
    await expect(journal.append([unitRead(1, { pac: otherPac })])).rejects.toMatchObject({
      code: 'two pacs for one id',
    });
    await journal.append([
      { kind: 'unit released', deviceId: device, ...person, pair: 'forgotten' },
      unitRead(1, { pac: otherPac }),
    ]);
    expect((await journal.unit(device))?.pac.equals(pac(otherPac))).toBe(true);
  });
});

describe('A confirmation', () => {
  const confirmed: JournalEvent = {
    kind: 'units confirmed',
    code: 'registered',
    backend: 'backend.example',
    apiUser: 'station',
    units: [{ deviceId: device, currentPac: otherPac }, { deviceId: sampleDevice(2) }],
  };

  test('of many notes who has shown them, and the PAC that the backend has made', async () => {
    const { journal } = await openWith(
      unitRead(1),
      unitRead(2),
      events['registration owed'],
      registrationEvents(sampleDevice(2))['registration owed'],
      confirmed,
    );
    expect(await journal.registration(device)).toMatchObject({
      state: 'confirmed',
      code: 'registered',
      backend: 'backend.example',
      apiUser: 'station',
    });
    expect((await journal.registration(device))?.confirmedAt).not.toBeNull();
    expect((await journal.unit(device))?.currentPac?.equals(pac(otherPac))).toBe(true);
    expect((await journal.unit(deviceId(sampleDevice(2))))?.currentPac).toBeNull();
  });

  test('of a unit that cannot be confirmed writes nothing of any', async () => {
    const { journal } = await openWith(unitRead(1), unitRead(2), events['registration owed']);
    await expect(journal.append([confirmed])).rejects.toMatchObject({ code: 'internal fault' });
    expect(await journal.registration(device)).toMatchObject({ state: 'owed' });
  });

  test('is followed by what this station changes of the device', async () => {
    const { journal } = await openWith(unitRead(1), events['registration owed'], events['registration confirmed']);
    await journal.append([
      { kind: 'device changed', deviceId: device, change: 'edited', certificate: null, name: 'renamed' },
    ]);
    expect(await journal.registration(device)).toMatchObject({
      state: 'confirmed',
      certificate: null,
      name: 'renamed',
    });
    await journal.append([{ kind: 'device changed', deviceId: device, change: 'suspended' }]);
    expect(await journal.registration(device)).toMatchObject({ state: 'confirmed' });
    await journal.append([{ kind: 'device changed', deviceId: device, change: 'deleted' }]);
    expect(await journal.registration(device)).toMatchObject({ state: 'withdrawn', code: 'registration withdrawn' });
    // Of a device that is not of this journal nothing is kept
    await journal.append([{ kind: 'device changed', deviceId: sampleDevice(7), change: 'deleted' }]);
  });
});

test('All of it is the same when the projections are made anew', async () => {
  const { journal, path } = await openWith(
    typed,
    unitRead(2),
    unitRead(3),
    events['registration owed'],
    { kind: 'pair gave way', deviceId: device, reason: 'the modem says otherwise' },
    unitRead(1, { pac: otherPac }),
    registrationEvents(sampleDevice(2))['registration owed'],
    {
      kind: 'units confirmed',
      code: 'already done',
      backend: 'backend.example',
      apiUser: 'station',
      units: [{ deviceId: sampleDevice(2), currentPac: samplePac(20) }],
    },
    {
      kind: 'device changed',
      deviceId: sampleDevice(2),
      change: 'transferred',
      deviceTypeId: 'b1b2c3d4e5f6a1b2c3d4e5f6',
    },
    { kind: 'unit set aside', deviceId: sampleDevice(3), ...person },
  );
  const rows = () => [rowsOf(path, 'unit', 'device_id'), rowsOf(path, 'registration', 'device_id')];
  const before = rows();
  await journal.close();
  meddle(path, 'update journal_head set projection_version = 0; delete from registration');
  await openTestJournal(path);
  expect(rows()).toEqual(before);
});
