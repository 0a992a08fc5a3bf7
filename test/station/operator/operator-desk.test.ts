import { describe, expect, test } from 'vitest';
import { encodeCommandCode } from '../../../src/domain/scanning/command-code.ts';
import { BadgeDoor } from '../../../src/station/operator/badge-door.ts';
import { OperatorDesk } from '../../../src/station/operator/operator-desk.ts';
import type { Person } from '../../../src/station/operator/person.ts';
import { unitOf, waiting } from '../../registrar/registrar-bench.ts';
import { boardOf, openLine, type LineBenchOptions } from '../line-bench.ts';

const people: Readonly<Record<string, Person>> = {
  'B-1': { name: 'Ada', role: 'operator' },
  'B-2': { name: 'Tom', role: 'technician' },
};

const openDesk = async (options: LineBenchOptions = {}) => {
  const line = await openLine({ dialect: 'ax-wisol', ...options });
  const desk = new OperatorDesk({
    station: () => line.station,
    scans: line.scans,
    labels: line.labels,
    journal: line.journal,
    rules: line.rules,
    scanner: { prefix: ']C1', suffix: '#', badgePrefix: 'B-' },
    badges: new BadgeDoor({
      journal: line.journal,
      clock: line.clock,
      findPerson: async (code) => people[code] ?? null,
    }),
  });
  void line.start();
  const answerTo = (text: string) => line.settle(desk.take(text, { signal: waiting() }));
  return { line, desk, answerTo, take: async (text: string) => (await answerTo(text)).message };
};

describe('a badge', () => {
  test('signs its owner in, and the one before out; both are written down', async () => {
    const { desk, take, line } = await openDesk();
    expect(await take(']C1B-1#')).toBe('Ada is signed in as operator.');
    expect(await take('B-2')).toBe('Tom is signed in as technician.');
    expect(desk.person).toEqual(people['B-2']);
    expect(await take('PACLINE:SIGNOUT')).toBe('Signed out.');
    expect((await line.events()).filter(({ kind }) => kind.startsWith('operator'))).toEqual([
      { kind: 'operator signed in', operator: 'Ada', role: 'operator' },
      { kind: 'operator signed out', operator: 'Ada' },
      { kind: 'operator signed in', operator: 'Tom', role: 'technician' },
      { kind: 'operator signed out', operator: 'Tom' },
    ]);
  });

  test('of a stranger changes nothing', async () => {
    const { desk, take } = await openDesk();
    await take('B-1');
    await expect(take('B-9')).rejects.toMatchObject({ code: 'unknown badge' });
    expect(desk.person).toEqual(people['B-1']);
  });
});

test.each(['12\u001d34', '\u202e1234', 'B-1\u0000', '\u001b[2J'])(
  'a scan of %j is refused, for it would be written down',
  async (code) => {
    const { take, line } = await openDesk();
    await expect(take(code)).rejects.toMatchObject({
      code: 'bad usage',
      message: expect.stringContaining('This scan has a control character in it'),
    });
    expect(JSON.stringify(await line.events())).not.toContain('1234');
  },
);

test('a PIN is guessed no faster without its prefix, and other scans between do not help', async () => {
  const { line, take, desk } = await openDesk();
  const refused = { code: expect.stringMatching(/bad usage|badge/) as string };
  for (let guess = 90; guess < 110; guess += 1) await expect(take(`${guess}`)).rejects.toMatchObject(refused);
  // The badge B-2 has not been looked at any more
  await expect(take('2')).rejects.toMatchObject({ code: 'bad usage' });
  expect(desk.person).toBeNull();
  for (const guess of ['B-90', 'B-91', 'B-92'])
    await expect(take(guess)).rejects.toMatchObject({ code: 'unknown badge' });
  await expect(take('B-2')).rejects.toMatchObject({ code: 'badges held back' });
  await line.clock.advance(1000);
  expect(await take('B-2')).toBe('Tom is signed in as technician.');
});

describe('a locked slot', () => {
  test('is unlocked by a technician, not by an operator, and not by nobody', async () => {
    const { line, take } = await openDesk({ rules: { lockOutReds: 1, bootMs: 0 } });
    await line.pass('left', boardOf(1, { modem: ['mute'] }));
    const unlock = encodeCommandCode({ command: 'unlock', slot: 'left' });
    await expect(take(unlock)).rejects.toMatchObject({ code: 'not allowed' });
    await take('B-1');
    await expect(take(unlock)).rejects.toMatchObject({ code: 'not allowed' });
    await take('B-2');
    expect(await take(unlock)).toBe('left is unlocked.');
    expect((await line.pass('left', boardOf(2))).verdict.colour).toBe('green');
  });
});

describe('somebody at another place', () => {
  const ada: Person = { name: 'Ada', role: 'operator' };
  const tom: Person = { name: 'Tom', role: 'technician' };

  test('acts in a name of their own, and changes nothing of who is signed in at the bench', async () => {
    const { desk, line, take } = await openDesk({ rules: { lockOutReds: 1, bootMs: 0 } });
    await line.pass('left', boardOf(1, { modem: ['mute'] }));
    await take('B-2');
    const from = (by: Person, text: string) => line.settle(desk.take(text, { signal: waiting(), by }));
    const unlock = encodeCommandCode({ command: 'unlock', slot: 'left' });
    await expect(from(ada, unlock)).rejects.toMatchObject({ code: 'not allowed' });
    await expect(from(ada, 'PACLINE:SIGNOUT')).rejects.toMatchObject({ code: 'bad usage' });
    await expect(from(ada, 'B-1')).rejects.toMatchObject({ code: 'bad usage' });
    expect(await from({ ...tom, name: 'Eve' }, unlock)).toMatchObject({ code: 'unlocked' });
    expect(desk.person).toEqual(tom);
    expect((await line.events()).find(({ kind }) => kind === 'slot unlocked')).toMatchObject({ operator: 'Eve' });
  });
});

test('whoever looks is told what each scan did, and why one was refused, and never a badge', async () => {
  const { desk, take } = await openDesk();
  const told: unknown[] = [];
  desk.onScan((report) => told.push(report));
  await take('B-1');
  await expect(take('B-9')).rejects.toThrow();
  await expect(take('PACLINE:UNLOCK:left')).rejects.toThrow();
  await take('PACLINE:SIGNOUT');
  expect(told).toEqual([
    { scanned: null, deed: 'signed in', code: null, slot: null, message: 'Ada is signed in as operator.' },
    expect.objectContaining({ scanned: null, deed: null, code: 'unknown badge' }),
    expect.objectContaining({ scanned: 'PACLINE:UNLOCK:left', deed: null, code: 'not allowed' }),
    { scanned: 'PACLINE:SIGNOUT', deed: 'signed out', code: null, slot: null, message: 'Signed out.' },
  ]);
});

describe('a code', () => {
  test('goes to the slot that was scanned before it, when two wait', async () => {
    const { line, take } = await openDesk({ rules: { serialPattern: /^\d{4}$/ } });
    line.bench.plug('left', boardOf(1));
    line.bench.plug('right', boardOf(2));
    await line.told('left', 'scan the serial');
    await line.told('right', 'scan the serial');
    await expect(take('0001')).rejects.toMatchObject({
      code: 'bad usage',
      message: expect.stringContaining('may be meant for left and for right'),
    });
    await take('PACLINE:SLOT:right');
    expect(await take('0001')).toBe('For right.');
    expect(await take('0002')).toBe('For left.');
    await line.judged('left');
    await line.judged('right');
    expect(await line.journal.serialNumberOf(unitOf(2).deviceId)).toBe('0001');
  });

  test('that is scanned twice at once counts once', async () => {
    const { line, take } = await openDesk({ rules: { serialPattern: /^\d{4}$/ } });
    await take('0007');
    expect(await take('0007')).toBe('');
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
    line.bench.plug('left', boardOf(2));
    await line.told('left', 'scan the serial');
  });

  test('of a slot that does not exist, or of a command of another version, is told so', async () => {
    const { take } = await openDesk();
    await expect(take('PACLINE:SLOT:middle')).rejects.toMatchObject({ code: 'bad usage' });
    await expect(take('PACLINE:DANCE')).rejects.toMatchObject({
      code: 'bad usage',
      message: expect.stringContaining('keyboard layout of the scanner'),
      operatorAction: expect.stringContaining('label sheet'),
    });
    await expect(take('PACLINE:UNLOCK')).rejects.toMatchObject({
      code: 'bad usage',
      message: expect.stringContaining('Which slot'),
    });
  });
});

test('programs are told what was done as a code, and for which slot', async () => {
  const { answerTo } = await openDesk();
  expect(await answerTo('B-2')).toMatchObject({ code: 'signed in', slot: null });
  expect(await answerTo('PACLINE:SLOT:left')).toMatchObject({ code: 'slot selected', slot: 'left' });
  expect(await answerTo('PACLINE:UNLOCK')).toMatchObject({ code: 'unlocked', slot: 'left' });
  expect(await answerTo('PACLINE:CANCEL')).toMatchObject({ code: 'nothing', slot: null });
  expect(await answerTo('PACLINE:SIGNOUT')).toMatchObject({ code: 'signed out', slot: null });
  expect(await answerTo('')).toEqual({ code: 'nothing', slot: null, message: '' });
});

describe('a label', () => {
  test('is printed again for who asks, and that is written down as a reprint', async () => {
    const printed: string[] = [];
    const printer = {
      print: async ({ deviceId }: { readonly deviceId: string }) => void printed.push(deviceId),
      codeOf: ({ deviceId }: { readonly deviceId: string }) => deviceId,
      readCode: (scanned: string) => ({ deviceId: scanned, serial: null }),
    };
    const { line, take } = await openDesk({ printer, rules: { label: { showPac: false, scanBack: false } } });
    await take('B-1');
    line.bench.plug('left', boardOf(1));
    await line.judged('left');
    expect(await take('PACLINE:REPRINT:left')).toContain('printed again');
    expect(printed).toEqual([unitOf(1).deviceId, unitOf(1).deviceId]);
    expect((await line.events()).filter(({ kind }) => kind === 'label printed')).toMatchObject([
      { reprint: false, operator: null },
      { reprint: true, operator: 'Ada' },
    ]);
    expect(await take(unitOf(1).deviceId)).toBe(`This is the label of ${unitOf(1).deviceId}.`);
    expect(await line.journal.label(unitOf(1).deviceId)).toMatchObject({ state: 'verified', copies: 2, reprints: 1 });
  });
});
