import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import {
  captured,
  countedBytes,
  downlinkInOneLine,
  exactBytes,
  okThenValue,
} from '../../firmware-protocols/grammar.ts';
import type { Reply } from '../../firmware-protocols/reply.ts';
import { frame } from '../../src/dialect/framing.ts';

/** Results are codes; the code stands behind a value, or alone. */
const coded: DialectDefinition = {
  ...axWisol,
  results: { success: /^0x0000$/, failure: /^0x/ },
  unsolicited: [{ name: 'zone found', pattern: /^\{/, samples: ['{1}'] }],
};

const read = (reply: Reply<unknown>, bytes: string) =>
  reply.read(frame(coded, { request: '?;', reply, bytes, silent: false }));

const pending = { state: 'pending' };
const value = (found: unknown) => ({ state: 'value', value: found });
const error = (words: string) => ({ state: 'error', words });
const malformed = (words: string) => ({ state: 'malformed', words });

describe('bytes that are known beforehand', () => {
  it.each([
    ['nothing yet', '', pending],
    ['a part', '>', pending],
    ['all of them', '>>', value(null)],
    ['another byte', 'x', malformed('x')],
    ['another byte behind a part', '>x', malformed('>x')],
    ['more than them', '>>>', malformed('>>>')],
  ])('are judged for %s', (_, bytes, expected) => {
    expect(read(exactBytes('>>'), bytes)).toEqual(expected);
  });
});

describe('counted bytes', () => {
  it.each([
    ['too few', 'ab>', pending],
    ['as many, the end among them', 'a>b>', value('a>b')],
    ['as many without the end', 'a>bc', malformed('a>bc')],
    ['too many', 'a>b>c', malformed('a>b>c')],
  ])('are judged for %s', (_, bytes, expected) => {
    const untilEnd = countedBytes(4, (text) => (text.endsWith('>') ? text.slice(0, 3) : null));
    expect(read(untilEnd, bytes)).toEqual(expected);
  });

  it.each([
    ['no length yet', '', pending],
    ['a length', '2', pending],
    ['a length and too few', '2a', pending],
    ['a length and as many', '2ab', value('2ab')],
    ['a refusal', '1!', error('refused')],
  ])('that tell their own number are judged for %s', (_, bytes, expected) => {
    const lengthFirst = countedBytes(
      (text) => (text === '' ? null : 1 + Number(text[0])),
      (text) => text,
      { refusal: (text) => (text.endsWith('!') ? 'refused' : null) },
    );
    expect(read(lengthFirst, bytes)).toEqual(expected);
  });
});

describe('the word for success and a later value', () => {
  it.each([
    ['nothing yet', '', pending],
    ['the word', '0x0000\n', pending],
    ['both', '0x0000\n{7}\n', value('7')],
    ['a refusal at once', '0x00A0\n', error('0x00A0')],
    ['a refusal later', '0x0000\n0xB800\n', error('0xB800')],
    ['a value that was not asked for', '{7}\n', malformed('{7}')],
    ['a damaged value', '0x0000\n{}\n', malformed('{}')],
  ])('are judged for %s', (_, bytes, expected) => {
    expect(read(okThenValue(/^\{/, captured(/^\{(\d)\}$/)), bytes)).toEqual(expected);
  });
});

describe('a downlink in the line of the result', () => {
  const reply = downlinkInOneLine({ claims: /^0x9B00$/, payload: /^<(\w{4})>0x0000$/, none: /^0x9B00$/ });
  it.each([
    ['nothing yet', '', pending],
    ['the downlink', '<00FF>0x0000\n', value('00FF')],
    ['the code for none', '0x9B00\n', value(null)],
    ['another code', '0x00A3\n', error('0x00A3')],
    ['success without a downlink', '0x0000\n', malformed('0x0000')],
    ['a damaged downlink', '<00F>0x0000\n', malformed('<00F>0x0000')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(reply, bytes)).toEqual(expected);
  });
});
