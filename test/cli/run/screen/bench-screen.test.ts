import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  option,
  property,
  record,
  string,
} from 'fast-check';
import { describe, expect, test } from 'vitest';

import { benchScreen, type BenchView, type ScreenSize } from '../../../../src/cli/run/screen/bench-screen.ts';
import { lineWidth } from '../../../../src/cli/run/screen/styled-line.ts';
import { errorTable, isErrorCode } from '../../../../src/domain/errors/error-table.ts';
import type { Verdict } from '../../../../src/domain/outcome.ts';
import { emptySlot, type Slot, type SlotState } from '../../../../src/station/slot-state.ts';

const judged = (verdict: Verdict, isHeld = false): SlotState => ({
  kind: 'judged',
  port: 'p',
  run: 'r',
  deviceId: '00D1000C',
  serialNumber: null,
  order: null,
  verdict,
  isHeld,
});

const refused = judged({
  colour: 'red',
  outcome: 'error',
  code: 'route refused',
  message: 'this unit is at another step (route refused)',
});
const offline = (isHeld: boolean): SlotState =>
  judged({ colour: 'amber', outcome: 'pass', code: 'backend unreachable', message: 'Nobody answers.' }, isHeld);
const green = judged({ colour: 'green', outcome: 'pass', code: 'registered', message: 'Confirmed.' });

const view = (slots: readonly Slot[], changes: Partial<BenchView> = {}): BenchView => ({
  heading: 'Tank sensor · P_00A1_BEEF_01 · order PO-7: 120 of 500',
  slots,
  words: [],
  counters: [{ text: '● 0 green  ▲ 0 amber  ■ 0 red' }],
  ...changes,
});

const slotIn = (state: SlotState, changes: Partial<Slot> = {}): Slot => ({ ...emptySlot('far'), state, ...changes });
const show = (slots: readonly Slot[], size: ScreenSize = { columns: 80, rows: 24 }, turn = 0): readonly string[] =>
  benchScreen(view(slots), size, turn).map((line) => line.map(({ text }) => text).join(''));
/** As a person reads it, however it is broken into lines. */
const said = (slots: readonly Slot[], size?: ScreenSize): string => show(slots, size).join(' ').replaceAll(/\s+/g, ' ');

describe('a slot says', () => {
  test.each([60, 80, 200])('of a red unit what is wrong, whose turn it is and what to do, at %i columns', (columns) => {
    const text = said([slotIn(refused)], { columns, rows: 24 });
    expect(text).toContain('far ■ RED 00D1000C route refused');
    expect(text).toContain(
      'this unit is at another step → operator: Bring the unit to the step that the message names.',
    );
    expect(text).not.toContain('(route refused)');
  });

  test('of an amber unit whether it stays in', () => {
    expect(said([slotIn(offline(true))])).toContain('→ goes on by itself: Leave it in until it is green.');
    expect(said([slotIn(offline(false))])).toContain(
      '→ goes on by itself: Take it out, or leave it in until it is green.',
    );
  });

  test('that it is locked, who opens it and how', () => {
    const text = said([slotIn({ kind: 'empty' }, { standing: { code: 'slot locked', reason: '3 reds in a row' } })]);
    expect(text).toContain('far ⊘ LOCKED');
    expect(text).toContain('⊘ locked: 3 reds in a row → technician: Find the cause, scan a badge, then UNLOCK.');
  });

  test('which golden unit it wants, before any other is seated', () => {
    const standing = {
      code: 'golden due',
      reason: 'the settings changed',
      goldenUnits: ['00A1F00D'],
      endsWith: null,
    } as const;
    const text = said([slotIn({ kind: 'empty' }, { standing })]);
    expect(text).toContain('far ⊘ GOLDEN');
    expect(text).toContain('golden unit due: the settings changed → operator: Seat the golden unit 00A1F00D.');
  });

  test('that a rule turned a unit away, unlike a red one, and once', () => {
    const state = judged({
      colour: 'red',
      outcome: 'error',
      code: 'slot locked',
      message: 'The slot far is locked: 3 reds.',
    });
    const text = said([slotIn(state, { standing: { code: 'slot locked', reason: '3 reds' } })]);
    expect(text).toContain('far ⊘ NOT TAKEN 00D1000C slot locked');
    expect(text).not.toContain('RED');
    expect(text.match(/UNLOCK/g)).toHaveLength(1);
  });

  test('of a green unit no more than that', () => {
    expect(show([slotIn(green)])).toHaveLength(3);
  });

  test('which code was scanned too early, and for which unit', () => {
    const scan = { wants: null, kept: '10000050' } as const;
    expect(said([slotIn({ kind: 'empty' }, { scan })])).toContain('next unit: SN 10000050');
    expect(said([slotIn({ kind: 'seated', port: 'p' }, { scan })])).toContain('this unit: SN 10000050');
  });

  test('what is to be done now', () => {
    const working: SlotState = { kind: 'working', port: 'p', run: 'r', phase: 'scanning', deviceId: '00D1000C' };
    expect(said([slotIn(working, { notice: 'scan the serial of this unit' })])).toContain(
      '◁ scan the serial of this unit',
    );
  });
});

const thirtyTwo = (stateOf: (index: number) => SlotState): readonly Slot[] =>
  Array.from({ length: 32 }, (_, index) => ({ ...emptySlot(`slot ${index + 1}`), state: stateOf(index) }));

describe('thirty-two slots', () => {
  test.each([
    { columns: 80, rows: 24 },
    { columns: 60, rows: 24 },
    { columns: 200, rows: 24 },
  ])('stand in $columns × $rows with the ID of each, and with what to do', (size) => {
    const lines = show(
      thirtyTwo((index) => (index === 7 ? refused : green)),
      size,
    );
    const text = lines.join('\n');
    for (let index = 1; index <= 32; index += 1) expect(text).toMatch(new RegExp(`slot ${index} +[●■] 00D1000C`));
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'slot 8 ■ this unit is at another step → operator: Bring the unit',
    );
    expect(lines.at(-1)).toBe('● 0 green  ▲ 0 amber  ■ 0 red');
  });

  test('of which many call a person are told in turn, all of them sooner or later', () => {
    const many = thirtyTwo((index) =>
      judged({ colour: 'red', outcome: 'error', code: 'check failed', message: `supply ${index} mV` }),
    );
    expect(show(many).join('\n')).toMatch(/and \d+ more, in turn/);
    const all = Array.from({ length: 32 }, (_, turn) => show(many, { columns: 80, rows: 24 }, turn).join('\n')).join(
      '\n',
    );
    for (let index = 0; index < 32; index += 1) expect(all).toContain(`supply ${index} mV`);
  });

  test('that have the same to say are told once', () => {
    const standing = {
      code: 'golden due',
      reason: 'a new shift began',
      goldenUnits: ['00A1F00D'],
      endsWith: null,
    } as const;
    const due = thirtyTwo(() => ({ kind: 'empty' })).map((slot) => ({ ...slot, standing }));
    expect(said(due).match(/Seat the golden unit 00A1F00D/g)).toHaveLength(1);
    expect(said(due)).toContain('slot 1 and 31 more');
  });
});

test('whatever there is to say, it is never wider than the terminal and never as high, and the counters are its last line', () => {
  const texts = string({ unit: 'grapheme', maxLength: 300 });
  const codes = constantFrom(...Object.keys(errorTable).filter(isErrorCode));
  const states = oneof(
    constant<SlotState>({ kind: 'empty' }),
    constant<SlotState>({ kind: 'working', port: 'p', run: 'r', phase: 'reading', deviceId: null }),
    record({ code: codes, message: texts, colour: constantFrom('red', 'amber', 'green'), isHeld: boolean() }).map(
      ({ isHeld, ...verdict }) => judged({ outcome: 'error', ...verdict }, isHeld),
    ),
  );
  const slotsOf = array(
    record({
      name: string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      state: states,
      notice: option(texts),
      standing: option(texts.map((reason) => ({ code: 'slot locked', reason }) as const)),
      scan: record({ wants: constant(null), kept: option(texts) }),
      illegalEvents: constant(0),
    }),
    { minLength: 1, maxLength: 32 },
  );
  assert(
    property(
      slotsOf,
      texts,
      array(texts, { maxLength: 6 }),
      integer({ min: 20, max: 200 }),
      integer({ min: 8, max: 80 }),
      nat(100),
      (slots, heading, words, columns, rows, turn) => {
        const counters = [{ text: '● 0 green' }];
        const shown = { heading, slots, words: words.map((text) => [{ text }]), counters };
        const lines = benchScreen(shown, { columns, rows }, turn);
        expect(lines.length).toBeLessThan(rows);
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.at(-1)).toEqual(counters);
      },
    ),
    { numRuns: 300 },
  );
});
