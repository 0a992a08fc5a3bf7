import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { tdNext } from '../../firmware-protocols/td-next/definition.ts';
import {
  concludeIdentification,
  isExpected,
  looksLikeWrongBaud,
  matchBanner,
  nextProbe,
} from '../../src/dialect/identification.ts';

const both: readonly DialectDefinition[] = [axWisol, tdNext];
const answers = (given: Readonly<Record<string, string>>) => new Map(Object.entries(given));

describe('the next question', () => {
  it.each([
    ['nothing is known', {}, 'AT\r'],
    ['the modem answers like an AX modem', { 'AT\r': 'OK\r\n' }, 'AT$I=10\r'],
    ['the modem answers with an echo and an empty line', { 'AT\r': 'AT\r\r\nOK\r\n' }, 'ATI\r'],
    ['the modem is silent, as a quiet TD is', { 'AT\r': '' }, 'ATI\r'],
    ['something answers that is neither', { 'AT\r': 'login: ' }, undefined],
    ['one has answered everything', { 'AT\r': 'OK\r\n', 'AT$I=10\r': '00A10C4E\r\n' }, undefined],
    ['the second answer does not fit', { 'AT\r': 'OK\r\n', 'AT$I=10\r': 'ERROR\r\n' }, undefined],
  ])('is chosen when %s', (_, given, send) => {
    expect(nextProbe(both, answers(given))?.send).toBe(send);
  });

  it('is not asked when there are no candidates', () => {
    expect(nextProbe([], new Map())).toBeNull();
  });
});

describe('the conclusion', () => {
  it.each([
    ['all answers of one', { 'AT\r': 'OK\r\n', 'AT$I=10\r': '00A10C4E\r\n' }, { kind: 'dialect', definition: axWisol }],
    [
      'all answers of one, with its echo',
      { 'AT\r': 'AT\rOK\r\n', 'AT$I=10\r': 'AT$I=10\r00A10C4E\r\n' },
      { kind: 'dialect', definition: axWisol },
    ],
    [
      'all answers of the other',
      { 'AT\r': '0\r', 'ATI\r': 'Telecom Design TD1207\r\n0\r' },
      { kind: 'dialect', definition: tdNext },
    ],
    ['nothing at all', { 'AT\r': '', 'ATI\r': '' }, { kind: 'silence' }],
    ['text of something else', { 'AT\r': 'login: ', 'ATI\r': '' }, { kind: 'foreign', bytes: 'login: ' }],
    ['bytes of another speed', { 'AT\r': '\x80\xFE\0', 'ATI\r': '' }, { kind: 'garbage', bytes: '\x80\xFE\0' }],
  ])('from %s', (_, given, expected) => {
    expect(concludeIdentification(both, answers(given), Object.values(given).join(''))).toEqual(expected);
  });

  it('names none when two fit', () => {
    const twin: DialectDefinition = { ...axWisol, id: 'twin' };
    const given = answers({ 'AT\r': 'OK\r\n', 'AT$I=10\r': '00A10C4E\r\n' });
    expect(concludeIdentification([...both, twin], given, 'OK')).toEqual({
      kind: 'ambiguous',
      between: [axWisol, twin],
    });
  });

  it('never names a dialect without probes', () => {
    const unasked: DialectDefinition = { ...axWisol, identify: { mode: 'named only', probes: [] } };
    expect(concludeIdentification([unasked], new Map(), '')).toEqual({ kind: 'silence' });
  });
});

it('an answer is expected once some candidate has what it wanted', () => {
  expect(isExpected(both, 'AT\r', 'OK\r\n')).toBe(true);
  expect(isExpected(both, 'AT\r', 'OK')).toBe(false);
  expect(isExpected(both, 'AT\r', '')).toBe(false);
});

it('a start-up text names a dialect if exactly one claims it', () => {
  expect(matchBanner(both, 'x\r\n^SYSSTART\r\n')).toBe(tdNext);
  expect(matchBanner(both, 'hello')).toBeNull();
  expect(matchBanner([tdNext, { ...tdNext, id: 'twin' }], '^SYSSTART\r\n')).toBeNull();
});

it.each([
  ['OK\r\n', false],
  ['\0\0\x80\xF8', true],
  ['OK\r\n\xFF', false],
  ['', false],
])('%j looks like a wrong speed: %s', (bytes, wrong) => {
  expect(looksLikeWrongBaud(bytes)).toBe(wrong);
});
