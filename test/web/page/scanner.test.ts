import { describe, expect, test } from 'vitest';

import { KeyCollector, type KeyPress } from '../../../src/web/page/scanner/key-collector.ts';

interface Typing {
  readonly everyMs: number;
  readonly focus?: KeyPress['focus'];
}

/** Types into a page; gives the lines that went to the station, and the keys that the page saw itself. */
const keyboard = () => {
  const collector = new KeyCollector();
  const lines: string[] = [];
  const seen: string[] = [];
  let at = 0;
  const press = (key: string, { everyMs, focus = 'nowhere' }: Typing): void => {
    at += everyMs;
    const effect = collector.press({ key, at, focus, isShortcut: false });
    if (effect.kind === 'line') lines.push(effect.line);
    if (effect.kind === 'not mine') seen.push(key);
  };
  return {
    lines,
    seen,
    wait: (ms: number) => void (at += ms),
    type: (keys: string, how: Typing) => {
      for (const key of keys) press(key === '\n' ? 'Enter' : key === '\t' ? 'Tab' : key, how);
    },
    press,
  };
};

const scanner: Typing = { everyMs: 8 };
const person: Typing = { everyMs: 400 };

describe('a code', () => {
  test('goes to the station whatever is focused, and presses nothing on its way', () => {
    const { type, lines, seen } = keyboard();
    type('B-4711 X\n', { ...scanner, focus: 'control' });
    type('10482277\n', scanner);
    expect(lines).toEqual(['B-4711 X', '10482277']);
    expect(seen).toEqual([]);
  });

  test('may be typed by hand, as at the terminal', () => {
    const { type, lines } = keyboard();
    type('10482277\n', person);
    expect(lines).toEqual(['10482277']);
  });

  test('that was left half typed is not the beginning of the next one', () => {
    const { type, wait, lines } = keyboard();
    type('1048', person);
    wait(5000);
    type('2277\n', scanner);
    expect(lines).toEqual(['2277']);
  });

  test('is given up by Escape', () => {
    const { type, press, lines } = keyboard();
    type('1048', person);
    press('Escape', person);
    type('\n', person);
    expect(lines).toEqual([]);
  });

  test('keeps the tabulator that the scanner types behind it', () => {
    const { type, lines, seen } = keyboard();
    type('4711\t\n', scanner);
    expect(lines).toEqual(['4711\t']);
    expect(seen).toEqual([]);
  });
});

describe('a person at the keyboard', () => {
  test('walks through the buttons with Tab, and presses them with Enter and Space', () => {
    const { type, lines, seen } = keyboard();
    type('\t\t\n ', { ...person, focus: 'control' });
    expect(seen).toEqual(['Tab', 'Tab', 'Enter', ' ']);
    expect(lines).toEqual([]);
  });

  test('types into a field what belongs there', () => {
    const { type, lines, seen } = keyboard();
    type('12 34\n', { ...scanner, focus: 'field' });
    expect(seen).toHaveLength(6);
    expect(lines).toEqual([]);
  });

  test('starts a slot with the space bar, where nothing is focused', () => {
    const { type, lines } = keyboard();
    type(' ', person);
    expect(lines).toEqual(['PACLINE:START']);
  });

  test('has shortcuts and keys with names to themselves', () => {
    const { press, seen } = keyboard();
    for (const key of ['F5', 'ArrowLeft', 'Shift']) press(key, person);
    expect(seen).toEqual(['F5', 'ArrowLeft', 'Shift']);
    expect(new KeyCollector().press({ key: 'r', at: 1, focus: 'nowhere', isShortcut: true })).toEqual({
      kind: 'not mine',
    });
  });
});
