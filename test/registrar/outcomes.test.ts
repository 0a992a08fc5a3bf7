import { expect, test } from 'vitest';
import type { RegistrationOwed } from '../../src/journal/events.ts';
import type { RegistrationState } from '../../src/domain/registration.ts';
import type { ResultCode } from '../../src/domain/outcome.ts';
import { demoIds, demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import type { WorldSeed } from '../../src/simulator/backend/world/entities.ts';
import { certificate, openBench, unitOf } from './registrar-bench.ts';

const unit = unitOf(0x10);
const pac = unit.pac.reveal();
const ourOther = '5eed0000000000000000001c';
const foreignGroup = '5eed000000000000000000f0';
const foreign = '5eed000000000000000000fc';

const world: Pick<WorldSeed, 'groups' | 'deviceTypes'> = {
  groups: [
    ...demoWorld.groups,
    { id: foreignGroup, name: 'Another customer', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
  ],
  deviceTypes: [
    ...demoWorld.deviceTypes,
    { id: ourOther, name: 'Our other product', groupId: demoIds.group, contractIds: [] },
    { id: foreign, name: 'A product of theirs', groupId: foreignGroup, contractIds: [] },
  ],
};

const registeredBefore = (changes: {
  readonly deviceTypeId?: string;
  readonly productCertificate?: string | null;
}): Partial<WorldSeed> => ({
  ...world,
  devices: [
    {
      id: unit.deviceId,
      pac: '9E00000000000001',
      name: 'earlier',
      deviceTypeId: demoIds.deviceType,
      productCertificate: certificate,
      creationTime: Date.UTC(2026, 0, 1),
      ...changes,
    },
  ],
});

interface Row {
  readonly title: string;
  readonly seed: Partial<WorldSeed>;
  readonly owed?: Partial<RegistrationOwed>;
  readonly faults?: readonly string[];
  readonly state: RegistrationState;
  readonly code: ResultCode;
  readonly says: RegExp;
  /** Create requests that arrived, and that were carried out. */
  readonly creates: readonly [attempts: number, committed: number];
  readonly story: readonly string[];
}

const looked = ['registration owed', 'registration confirmed'];
const lookedAndRefused = ['registration owed', 'registration refused'];
const sent = ['registration owed', 'registration intended', 'registration accepted', 'registration confirmed'];
const sentAndOwned = ['registration owed', 'registration intended', 'registration postponed', 'registration refused'];
const sentAndRefused = ['registration owed', 'registration intended', 'registration refused'];

const rows: readonly Row[] = [
  {
    title: 'A unit nobody knows is created and seen in the list',
    seed: world,
    state: 'confirmed',
    code: 'registered',
    says: /confirmed/,
    creates: [1, 1],
    story: sent,
  },
  {
    title: 'A prototype is created as one',
    seed: world,
    owed: { certificate: null },
    state: 'confirmed',
    code: 'registered',
    says: /confirmed/,
    creates: [1, 1],
    story: sent,
  },
  {
    title: 'A unit that is ours as it should be is already done, and nothing is sent',
    seed: registeredBefore({}),
    state: 'confirmed',
    code: 'already done',
    says: /before/,
    creates: [0, 0],
    story: looked,
  },
  {
    title: 'A prototype that is ours as it should be is already done',
    seed: registeredBefore({ productCertificate: null }),
    owed: { certificate: null },
    state: 'confirmed',
    code: 'already done',
    says: /before/,
    creates: [0, 0],
    story: looked,
  },
  {
    title: 'A unit of ours in another device type is refused',
    seed: registeredBefore({ deviceTypeId: ourOther }),
    state: 'refused',
    code: 'other device type',
    says: new RegExp(ourOther),
    creates: [0, 0],
    story: lookedAndRefused,
  },
  {
    title: 'A unit of ours with another certificate is refused',
    seed: registeredBefore({ productCertificate: 'P_00A1_BEEF_02' }),
    state: 'refused',
    code: 'other certificate',
    says: /P_00A1_BEEF_02/,
    creates: [0, 0],
    story: lookedAndRefused,
  },
  {
    title: 'A prototype is refused where a certificate is wanted',
    seed: registeredBefore({ productCertificate: null }),
    state: 'refused',
    code: 'other certificate',
    says: /prototype/,
    creates: [0, 0],
    story: lookedAndRefused,
  },
  {
    title: 'A unit with a certificate is refused where a prototype is wanted',
    seed: registeredBefore({}),
    owed: { certificate: null },
    state: 'refused',
    code: 'other certificate',
    says: /prototype/,
    creates: [0, 0],
    story: lookedAndRefused,
  },
  {
    title: 'A unit that the backend has but does not show us is owned elsewhere',
    seed: registeredBefore({ deviceTypeId: foreign }),
    state: 'refused',
    code: 'owned elsewhere',
    says: /somebody else/,
    creates: [1, 0],
    story: sentAndOwned,
  },
  {
    title: "A spent PAC is refused in the backend's own words",
    seed: { ...world, credentials: [{ id: unit.deviceId, pac, spent: true }] },
    state: 'refused',
    code: 'backend refused',
    says: /has served its one registration/,
    creates: [1, 0],
    story: sentAndRefused,
  },
  {
    title: 'An unknown certificate is refused in the words of the backend',
    seed: { ...world, productCertificates: [] },
    state: 'refused',
    code: 'backend refused',
    says: /no such product certificate/,
    creates: [1, 0],
    story: sentAndRefused,
  },
  {
    title: 'A create without the right to it is refused, and names the right',
    seed: world,
    faults: ['403'],
    state: 'refused',
    code: 'no rights',
    says: /no right/,
    creates: [1, 0],
    story: sentAndRefused,
  },
];

test.each(rows)('$title', async ({ seed, owed, faults, state, code, says, creates: [attempts, committed], story }) => {
  const bench = await openBench({ seed, ...(faults === undefined ? {} : { faults }) });
  await bench.owe(unit, owed);
  const result = await bench.register(unit);
  expect(result).toMatchObject({ state, code });
  expect(result.message).toMatch(says);
  expect(result.message).not.toContain(pac);
  expect(await bench.story(unit)).toEqual(story);
  expect(bench.world.creates(unit.deviceId)).toEqual({ attempts, committed });
});

test('What the backend refused is refused again when it is asked for once more: no answer got lost', async () => {
  const bench = await openBench({ seed: { ...world, credentials: [{ id: unit.deviceId, pac, spent: true }] } });
  await bench.owe(unit);
  await bench.register(unit);
  await bench.owe(unit);
  expect(await bench.register(unit)).toMatchObject({ state: 'refused', code: 'backend refused' });
  expect(await bench.story(unit)).toEqual([...sentAndRefused, ...sentAndRefused]);
});

test('What was refused is told again without asking the backend', async () => {
  const bench = await openBench({ seed: registeredBefore({ deviceTypeId: ourOther }) });
  await bench.owe(unit);
  const first = await bench.register(unit);
  await bench.close();
  expect(await bench.register(unit)).toEqual(first);
});

test('What was confirmed is told as it was while the backend cannot be asked', async () => {
  const bench = await openBench();
  await bench.owe(unit);
  await bench.register(unit);
  await bench.close();
  expect(await bench.register(unit)).toMatchObject({
    state: 'confirmed',
    code: 'already done',
    message: expect.stringMatching(/not looked at again/),
  });
});

test('A unit that was never owed is a fault of ours', async () => {
  const bench = await openBench();
  await expect(bench.register(unit)).rejects.toMatchObject({ code: 'internal fault' });
});
