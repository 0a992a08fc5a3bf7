import { describe, expect, test } from 'vitest';
import { BadgeDoor } from '../../../src/station/operator/badge-door.ts';
import { OperatorDesk } from '../../../src/station/operator/operator-desk.ts';
import type { Person } from '../../../src/station/operator/person.ts';
import { unitOf, waiting } from '../../registrar/registrar-bench.ts';
import { boardOf, openLine, type LineBenchOptions } from '../line-bench.ts';

const idOf = (index: number) => unitOf(index).deviceId;

const people: Readonly<Record<string, Person>> = {
  '1234': { name: 'Ada', role: 'operator' },
  'B-7': { name: 'Tom', role: 'technician' },
};

const printer = {
  print: async () => undefined,
  codeOf: ({ deviceId }: { readonly deviceId: string }) => deviceId,
  readCode: (scanned: string) => ({ deviceId: scanned, serial: null }),
};

const serialPattern = /^\d{8}$/;
const label = { showPac: false, scanBack: true };

const openDesk = async (options: LineBenchOptions = {}) => {
  const line = await openLine({ dialect: 'ax-wisol', printer, rules: { serialPattern }, ...options });
  const desk = new OperatorDesk({
    station: () => line.station,
    scans: line.scans,
    labels: line.labels,
    journal: line.journal,
    rules: line.rules,
    scanner: { prefix: '', suffix: '', badgePrefix: 'B-' },
    badges: new BadgeDoor({
      journal: line.journal,
      clock: line.clock,
      findPerson: async (code) => people[code] ?? null,
    }),
  });
  void line.start();
  return {
    line,
    desk,
    take: async (text: string) => (await line.settle(desk.take(text, { signal: waiting() }))).message,
    kept: (slot: string) => line.slot(slot)?.scan.kept,
    seat: (slot: string, index: number) => line.bench.plug(slot, boardOf(index)),
    serials: async () =>
      (await line.events()).flatMap((event) =>
        event.kind === 'serial bound' ? [`${event.deviceId} ${event.serial}`] : [],
      ),
  };
};

const refusal = (words: string) => ({ code: 'bad usage', message: expect.stringContaining(words) });

describe('a serial number that is scanned before it is asked for', () => {
  test('is shown with its text, and is of the next unit', async () => {
    const { line, take, kept, seat, serials } = await openDesk();
    expect(await take('10000050')).toBe('SN 10000050 is kept for the next unit.');
    expect([kept('left'), kept('right')]).toEqual(['10000050', '10000050']);
    seat('right', 1);
    expect((await line.judged('right')).verdict.colour).toBe('green');
    expect([kept('left'), kept('right')]).toEqual([null, null]);
    expect(await serials()).toEqual([`${idOf(1)} 10000050`]);
  });

  test('is forgotten after 20 s, or by CANCEL', async () => {
    const { line, take, kept, seat, serials } = await openDesk();
    await take('10000050');
    await line.clock.advance(19_900);
    expect(kept('left')).toBe('10000050');
    await line.clock.advance(200);
    expect(kept('left')).toBeNull();
    await take('10000051');
    expect(await take('PACLINE:CANCEL')).toBe('Forgotten.');
    expect(kept('left')).toBeNull();
    seat('left', 1);
    await line.told('left', 'scan the serial');
    expect(await serials()).toEqual([]);
  });

  test('while its unit is still read is of that unit alone, and dies with it', async () => {
    const { line, take, kept, serials } = await openDesk({ rules: { serialPattern, bootMs: 3000 } });
    line.bench.plug('left', boardOf(1, { modem: ['mute'] }));
    await line.working('left');
    expect(await take('10000050')).toBe('SN 10000050 is kept for the unit in left.');
    expect([kept('left'), kept('right')]).toEqual(['10000050', null]);
    expect((await line.judged('left')).verdict.code).toBe('no answer');
    expect(kept('left')).toBeNull();
    line.bench.plug('right', boardOf(2));
    await line.told('right', 'scan the serial');
    expect(await serials()).toEqual([]);
  });

  test('goes with the unit that is taken out before it was asked for', async () => {
    const { line, take, kept } = await openDesk({ rules: { serialPattern, bootMs: 10_000 } });
    line.bench.plug('left', boardOf(1, { modem: ['mute'] }));
    await line.working('left');
    await take('10000050');
    line.bench.unplug('left');
    await line.empty('left');
    expect(kept('left')).toBeNull();
  });

  test('is refused while a judged unit sits in a slot, whichever colour it has', async () => {
    const { line, take, kept, seat } = await openDesk();
    line.bench.plug('left', boardOf(1, { modem: ['unprovisioned'] }));
    expect((await line.judged('left')).verdict.colour).toBe('red');
    await expect(take('10000050')).rejects.toMatchObject(refusal('left wants no code any more'));
    await take('PACLINE:SLOT:left');
    await expect(take('10000050')).rejects.toMatchObject(refusal('left wants no code any more'));
    expect(kept('right')).toBeNull();
    await take('PACLINE:SLOT:right');
    expect(await take('10000050')).toBe('SN 10000050 is kept for the next unit in right.');
    expect([kept('left'), kept('right')]).toEqual([null, '10000050']);
    line.bench.unplug('left');
    await line.empty('left');
    seat('left', 2);
    await line.told('left', 'scan the serial');
    expect(kept('right')).toBe('10000050');
  });

  test('is refused where it may be meant for more than one unit, also while one of them is still read', async () => {
    const { line, take, seat } = await openDesk({ rules: { serialPattern, bootMs: 3000 } });
    line.bench.plug('left', boardOf(1, { modem: ['mute'] }));
    await line.working('left');
    seat('right', 2);
    await line.told('right', 'scan the serial');
    await expect(take('10000050')).rejects.toMatchObject(refusal('left and for right'));
    await take('PACLINE:SLOT:right');
    expect(await take('10000050')).toBe('For right.');
  });

  test('that contradicts the one that the unit has is a red, not a word that is lost', async () => {
    const { line, take, seat } = await openDesk();
    await take('10000050');
    seat('left', 1);
    await line.judged('left');
    line.bench.unplug('left');
    await line.empty('left');
    await take('10000051');
    seat('left', 1);
    expect((await line.judged('left')).verdict).toMatchObject({ colour: 'red', code: 'serial taken' });
    line.bench.unplug('left');
    await line.empty('left');
    await take('10000050');
    seat('left', 1);
    expect((await line.judged('left')).verdict.colour).toBe('green');
  });

  test.each(['hello', '1000005', '100000500'])('is none of the product where it looks like %s', async (code) => {
    const { take, kept } = await openDesk();
    const refused = expect(take(code)).rejects;
    await refused.toMatchObject(refusal('no serial number of Tank sensor'));
    // It may be a PIN with a slip in it
    await refused.toMatchObject({ message: expect.not.stringContaining(code) });
    expect(kept('left')).toBeNull();
  });
});

describe('the choice of a slot', () => {
  test('holds for 20 s', async () => {
    const { line, take } = await openDesk();
    await take('PACLINE:SLOT:left');
    await line.clock.advance(21_000);
    expect(await take('10000050')).toBe('SN 10000050 is kept for the next unit.');
  });
});

describe('a command', () => {
  test.each(['PACLINEÖSTART', 'PQCLINEMSTQRT', 'PACLINE', 'PACLINE:DANCE'])(
    'that is none, such as %s, is told as such, with the keyboard layout',
    async (code) => {
      const { take } = await openDesk();
      await expect(take(code)).rejects.toMatchObject(refusal('keyboard layout of the scanner'));
    },
  );

  test('is heard behind what a scanner says of the symbology, and so is a code', async () => {
    const { take } = await openDesk();
    expect(await take(']C1PACLINE:CANCEL')).toBe('Nothing is waited for.');
    expect(await take(']d210000050')).toBe('SN 10000050 is kept for the next unit.');
  });

  test('to cancel ends the wait of the only slot that waits, or of the one that is named', async () => {
    const { line, take, seat } = await openDesk();
    seat('left', 1);
    await line.told('left', 'scan the serial');
    expect(await take('PACLINE:CANCEL')).toBe('The run in left is given up.');
    expect((await line.judged('left')).verdict).toMatchObject({
      colour: 'red',
      outcome: 'aborted',
      code: 'given up',
    });
    line.bench.unplug('left');
    await line.empty('left');
    seat('left', 1);
    seat('right', 2);
    await line.told('left', 'scan the serial');
    await line.told('right', 'scan the serial');
    await expect(take('PACLINE:CANCEL')).rejects.toMatchObject(refusal('left and for right'));
    expect(await take('PACLINE:CANCEL:right')).toBe('The run in right is given up.');
    await line.judged('right');
    expect(line.slot('left')?.scan.wants).toBe('serial number');
    await take('PACLINE:SLOT:left');
    expect(await take('PACLINE:CANCEL')).toBe('The run in left is given up.');
  });

  test('to cancel ends the wait for a label too, and nothing asks for it again', async () => {
    const { line, take, seat } = await openDesk({ rules: { label } });
    seat('left', 1);
    await line.told('left', 'put the label on');
    expect(line.slot('left')?.scan.wants).toBe('label');
    await take('PACLINE:CANCEL');
    expect((await line.judged('left')).verdict).toMatchObject({ colour: 'amber', code: 'label unscanned' });
    await line.clock.advance(10_000);
    expect(line.scans.waiting).toEqual([]);
    expect(await take(idOf(1))).toBe(`This is the label of ${idOf(1)}.`);
  });
});

describe('a PIN or a badge', () => {
  test.each(['1234', 'B-1234'])('that was given as a PIN signs in as %s', async (typed) => {
    const { desk, take } = await openDesk();
    expect(await take(typed)).toBe('Ada is signed in as operator.');
    expect(desk.person?.name).toBe('Ada');
  });

  test.each(['B-7', '7'])('that was given with the prefix signs in as %s', async (typed) => {
    const { take } = await openDesk();
    expect(await take(typed)).toBe('Tom is signed in as technician.');
  });

  test('is a serial number where it may be one, unless the prefix stands before it', async () => {
    const { line, take, seat } = await openDesk({ rules: { serialPattern: /^\d{4}$/ } });
    seat('left', 1);
    await line.told('left', 'scan the serial');
    expect(await take('B-1234')).toBe('Ada is signed in as operator.');
    expect(await take('1234')).toBe('For left.');
  });

  test('is not written down as a wrong label while one is waited for', async () => {
    const { line, take, seat } = await openDesk({ rules: { label } });
    seat('left', 1);
    await line.told('left', 'put the label on');
    await take('1234');
    expect(await line.kinds()).not.toContain('label mismatched');
  });

  test('with the prefix that is nobody’s is told as such, unless it is a serial number of the product', async () => {
    const { take } = await openDesk({ rules: { serialPattern: /^B-\d{4}$/ } });
    await expect(take('B-99')).rejects.toMatchObject({ code: 'unknown badge' });
    expect(await take('B-9999')).toBe('SN B-9999 is kept for the next unit.');
  });
});

describe('a reprint', () => {
  test('of a label that was scanned back does not open its unit again', async () => {
    const { line, take, seat } = await openDesk({ rules: { label } });
    seat('left', 1);
    await line.told('left', 'put the label on');
    await take(idOf(1));
    expect((await line.judged('left')).verdict.colour).toBe('green');
    await take('PACLINE:REPRINT:left');
    expect(await line.journal.label(idOf(1))).toMatchObject({ state: 'verified', copies: 2, reprints: 1 });
    expect(await take(idOf(1))).toBe(`This is the label of ${idOf(1)}.`);
    expect((await line.kinds()).filter((kind) => kind === 'label verified')).toHaveLength(1);
  });

  test('during the wait for the label changes nothing of the wait', async () => {
    const { line, take, seat } = await openDesk({ rules: { label } });
    seat('left', 1);
    await line.told('left', 'put the label on');
    await take('PACLINE:REPRINT:left');
    await take(idOf(1));
    expect((await line.judged('left')).verdict.colour).toBe('green');
    expect(await line.journal.label(idOf(1))).toMatchObject({ state: 'verified', copies: 2, reprints: 1 });
  });
});
