import { describe, expect, test } from 'vitest';

import { placesOf } from '../../../src/web/page/operator/fixture.ts';
import { densityOf } from '../../../src/web/page/operator/layout.ts';
import { causesOf, seatCauses } from '../../../src/web/page/operator/todo.ts';
import { durationText } from '../../../src/web/page/shared/spoken.ts';
import { toneFor, tones } from '../../../src/web/page/sound/tones.ts';
import { explanationOf } from '../../../src/web/page/tile/explanation.ts';
import { lookOf } from '../../../src/web/page/tile/tile-look.ts';
import { fixtureOf } from '../../../src/web/server/fixture-of.ts';
import { english } from '../../../src/words/english.ts';
import { sceneTiles, type SceneName } from '../../support/pages/scenes.ts';

const now = 1_700_000_000_000;
const slot = (name: SceneName, at = '1') => sceneTiles[name](at, now);

describe('a tile', () => {
  test.each([
    ['fresh green', 'loud green', 'green', 'green'],
    ['green', 'quiet green', 'green', 'green'],
    ['taken out', 'quiet green', 'green', 'green'],
    ['amber', 'amber', 'amber', 'amber'],
    ['no answer', 'red', 'red', 'red'],
    ['locked red', 'red', 'red', 'red'],
    ['locked', 'act', 'locked', 'locked'],
    ['scan', 'act', 'scan', 'scan'],
    ['golden due', 'act', 'goldenDue', 'golden'],
    ['order complete', 'act', 'stop', 'stop'],
    ['golden', 'golden', 'golden', 'goldenRead'],
    ['registering', 'working', 'working', 'registering'],
    ['seated', 'seated', 'seated', 'seated'],
    ['empty', 'empty', 'empty', 'empty'],
  ] as const)('that is "%s" looks like %s, with the shape %s and the word %s', (name, look, mark, word) => {
    expect(lookOf(slot(name), now)).toMatchObject({ look, mark, word });
  });

  test('falls quiet four seconds after its green', () => {
    expect(lookOf(slot('fresh green'), now + 3999).look).toBe('loud green');
    expect(lookOf(slot('fresh green'), now + 4000).look).toBe('quiet green');
  });

  test.each([
    ['no answer', 'no answer', 'Operator', /^Check power/],
    ['held amber', 'no backend', 'Goes on by itself', 'Leave it in until it is green'],
    ['refused', 'backend refused', 'Engineer', /own words/],
    ['locked', 'slot locked', 'Technician', /UNLOCK/],
    ['golden due', 'golden due', 'Operator', 'Seat the golden unit 00A10001'],
    ['scan', 'serial awaited', 'Operator', /^Scan the serial/],
  ] as const)('that is "%s" says so shortly, whose turn it is and what to do', (name, short, who, action) => {
    expect(explanationOf(slot(name), english)).toMatchObject({
      short,
      who,
      action: typeof action === 'string' ? action : expect.stringMatching(action),
    });
  });

  test('that is green or at work says no more than its word', () => {
    for (const name of ['green', 'golden', 'registering', 'empty'] as const)
      expect(explanationOf(slot(name), english)).toBeNull();
  });
});

describe('the tiles', () => {
  test.each([
    [1, 1, 1920, 1080, 'roomy'],
    [1, 2, 1920, 1080, 'tall'],
    [2, 2, 1920, 1080, 'roomy'],
    [2, 4, 1920, 1080, 'plain'],
    [2, 4, 1024, 768, 'dense'],
    [1, 4, 1024, 768, 'dense'],
    [4, 8, 1920, 1080, 'dense'],
    [8, 1, 1920, 1080, 'dense'],
  ] as const)('of %i rows and %i columns at %i × %i are %s', (rows, columns, width, height, density) => {
    expect(densityOf({ rows, columns, width, height })).toBe(density);
  });

  test('stand where the settings say, the others in the places that are free', () => {
    const fixture = fixtureOf(['a', 'b', 'c'], { rows: 2, columns: 2, named: [{ slot: 'b', row: 1, column: 1 }] });
    expect(fixture.places).toEqual([
      { slot: 'b', row: 1, column: 1 },
      { slot: 'a', row: 1, column: 2 },
      { slot: 'c', row: 2, column: 1 },
    ]);
  });

  test('leave empty places empty, and unknown ports take the last of them', () => {
    const fixture = fixtureOf(['1', '2'], { rows: 2, columns: 3, named: [] });
    const slots = new Map([
      ['1', slot('green', '1')],
      ['2', slot('empty', '2')],
    ]);
    const kinds = placesOf({ fixture, unknownPorts: ['/dev/ttyUSB9'] }, slots).map(({ content }) => content.kind);
    expect(kinds).toEqual(['slot', 'slot', 'no place', 'no place', 'no place', 'unknown port']);
    expect(placesOf({ fixture, unknownPorts: [] }, slots).map(({ content }) => content.kind)).not.toContain(
      'unknown port',
    );
  });
});

describe('what is to be done', () => {
  test('stands once for each cause, red before what a person must bring, and that before amber', () => {
    const causes = causesOf([
      slot('amber', '1'),
      slot('scan', '2'),
      slot('amber', '3'),
      slot('no answer', '4'),
      slot('green', '5'),
      slot('golden', '6'),
    ]);
    expect(causes.map(({ kind, slots }) => [kind, slots.map((one) => one.slot)])).toEqual([
      ['red', ['4']],
      ['act', ['2']],
      ['amber', ['1', '3']],
    ]);
  });

  test('keeps its seat until it is done; a red takes that of an amber where none is free', () => {
    const [amber, scan, red] = [slot('amber', '1'), slot('scan', '2'), slot('no answer', '4')];
    const three = seatCauses([null, null, null], causesOf([amber, scan]));
    expect(three).toEqual(['act serial number', 'amber backend unreachable', null]);
    expect(seatCauses(three, causesOf([amber, scan, red]))).toEqual([
      'act serial number',
      'amber backend unreachable',
      'red no answer',
    ]);
    expect(seatCauses(['act serial number', 'amber backend unreachable'], causesOf([amber, scan, red]))).toEqual([
      'act serial number',
      'red no answer',
    ]);
    expect(seatCauses(three, causesOf([amber]))).toEqual([null, 'amber backend unreachable', null]);
  });
});

describe('a tone', () => {
  const before = new Map([
    ['1', slot('registering', '1')],
    ['2', slot('registering', '2')],
    ['3', slot('green', '3')],
  ]);

  test('tells the most urgent of what came together', () => {
    expect(toneFor(before, [slot('fresh green', '1')])).toBe('green');
    expect(toneFor(before, [slot('fresh green', '1'), slot('no answer', '2')])).toBe('red');
    expect(toneFor(before, [slot('amber', '1'), slot('scan', '2')])).toBe('act');
  });

  test('is not heard again for what it told already, nor for a unit that is taken out', () => {
    expect(toneFor(before, [slot('green', '3')])).toBeNull();
    expect(toneFor(before, [slot('taken out', '3'), slot('registering', '2')])).toBeNull();
  });

  test('is known by its pitch and by its rhythm, and is over within nine tenths of a second', () => {
    const all = Object.values(tones);
    for (const { beats } of all)
      expect(Math.max(...beats.map(({ fromMs, lengthMs }) => fromMs + lengthMs))).toBeLessThanOrEqual(900);
    const told = all.slice(0, 4);
    expect(new Set(told.map(({ beats }) => beats.map(({ hertz }) => hertz).join())).size).toBe(4);
    expect(
      new Set(told.map(({ beats }) => beats.map(({ fromMs, lengthMs }) => `${fromMs}+${lengthMs}`).join())).size,
    ).toBe(4);
  });
});

test.each([
  [0, '0.0 s'],
  [980, '0.9 s'],
  [9999, '9.9 s'],
  [42_000, '42 s'],
  [190_000, '3:10'],
  [7_500_000, '2:05:00'],
])('%i ms are told as %s', (ms, text) => {
  expect(durationText({ tag: 'en' }, ms)).toBe(text);
});

test('seconds have the comma of their language', () => {
  expect(durationText({ tag: 'de' }, 980)).toBe('0,9 s');
});
