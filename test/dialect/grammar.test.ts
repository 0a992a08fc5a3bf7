import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import {
  announced,
  anyAnswer,
  bareLine,
  captured,
  decimal,
  done,
  downlinkAfterOk,
  linesThenOk,
  linesThenOkOrSilence,
  matching,
  resultsOrSilence,
  untilSilence,
  valueThenOk,
} from '../../firmware-protocols/grammar.ts';
import type { Reply } from '../../firmware-protocols/reply.ts';
import { hexOf } from '../../firmware-protocols/payload.ts';
import { frame } from '../../src/dialect/framing.ts';

const dialect: DialectDefinition = {
  ...axWisol,
  framing: { commandEnd: '\r', lineEnd: 'any', echo: 'maybe' },
  results: { success: /^(OK|0)$/, failure: /^(ERROR|4)$/ },
  unsolicited: [{ name: 'downlink', pattern: /^\+RX/, samples: ['+RX END'] }],
};

const read = (reply: Reply<unknown>, bytes: string, silent = false) =>
  reply.read(frame(dialect, { request: 'AT?\r', reply, bytes, silent }));

const pending = { state: 'pending' };
const value = (found: unknown) => ({ state: 'value', value: found });
const error = (words: string) => ({ state: 'error', words });
const malformed = (words: string) => ({ state: 'malformed', words });

const digits = matching(/\d+/);

describe('parsers of text', () => {
  it.each([
    ['matching takes the whole text', matching(/[0-9A-F]{4}/), '00A1', '00A1'],
    ['matching refuses a part', matching(/[0-9A-F]{4}/), '00A1F', null],
    ['matching anchors alternatives too', matching(/a|b/), 'ab', null],
    ['captured finds the group anywhere', captured(/ID: (\w+)/), 'x\nID: 00A1\ny', '00A1'],
    ['captured refuses what it does not find', captured(/ID: (\w+)/), 'x', null],
    ['decimal reads a number', decimal(), '0868130000', 868_130_000],
    ['decimal reads a negative number', decimal(0.1), '-45', -4.5],
    ['decimal rounds what floating point adds', decimal(0.1), '277', 27.7],
    ['decimal reads a fraction', decimal(1000), '3.29', 3290],
    ['decimal refuses anything else', decimal(), '3,3', null],
    ['decimal refuses nothing', decimal(), '', null],
  ] as const)('%s', (_, parse, text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('a bare line', () => {
  it.each([
    ['nothing yet', '', pending],
    ['an unfinished line', '12', pending],
    ['a finished line', '12\r\n', value('12')],
    ['the first of two lines', '12\r\n34\r\n', value('12')],
    ['a line behind an unsolicited one', '+RX END\r\n12\r\n', value('12')],
    ['a refusal', 'ERROR\r\n', error('ERROR')],
    ['another form', '12G4\r\n', malformed('12G4')],
    ['a result word that belongs to another command', 'OK\r\n', malformed('OK')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(bareLine(digits), bytes)).toEqual(expected);
  });
});

describe('a result word alone', () => {
  it.each([
    ['nothing yet', '\r\n', pending],
    ['success', '\r\nOK\r\n', value(null)],
    ['success in digits', '0\r', value(null)],
    ['refusal', '\r\nERROR\r\n', error('ERROR')],
    ['refusal in digits', '4\r', error('4')],
    ['anything else', 'OJ\r\n', malformed('OJ')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(done(), bytes)).toEqual(expected);
  });
});

describe('a value and a result word', () => {
  it.each([
    ['the value alone', '\r\n12\r\n', pending],
    ['both', '\r\n12\r\n\r\nOK\r\n', value('12')],
    ['both in digits', '12\r\n0\r', value('12')],
    ['a value that looks like a refusal', '\r\n4\r\n\r\nOK\r\n', value('4')],
    ['a value that looks like success', '\r\n0\r\n\r\nOK\r\n', value('0')],
    ['what may yet be a value', '4\r', pending],
    ['a refusal', '\r\nERROR\r\n', error('ERROR')],
    ['a refusal behind a value', '12\r\nERROR\r\n', error('ERROR')],
    ['success without a value', '\r\nOK\r\n', malformed('OK')],
    ['two values', '12\r\n34\r\n', malformed('12\n34')],
    ['a damaged value', '1G\r\nOK\r\n', malformed('1G')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(valueThenOk(digits), bytes)).toEqual(expected);
  });
});

describe('lines and a result word', () => {
  const reply = linesThenOk(captured(/^b: (\w+)$/m));
  it.each([
    ['lines alone', 'a: 1\r\nb: 2\r\n', pending],
    ['all of it', 'a: 1\r\nb: 2\r\n\r\nOK\r\n', value('2')],
    ['a refusal', 'a: 1\r\nERROR\r\n', error('ERROR')],
    ['a missing line', 'a: 1\r\nOK\r\n', malformed('a: 1')],
    ['no lines', 'OK\r\n', malformed('')],
  ])('are judged for %s', (_, bytes, expected) => {
    expect(read(reply, bytes)).toEqual(expected);
  });
});

describe('results or silence', () => {
  it.each([
    ['too few results', 'OK\r\nOK\r\n', false, pending],
    ['enough results of any kind', 'OK\r\n0\rERROR\r\n', false, value(null)],
    ['silence with nothing', '', true, value(null)],
    ['silence with something', 'OK\r\n', true, value(null)],
  ])('are judged for %s', (_, bytes, silent, expected) => {
    expect(read(resultsOrSilence(3, 300), bytes, silent)).toEqual(expected);
  });
});

describe('lines and a result word or silence', () => {
  it.each([
    ['nothing', '', true, pending],
    ['lines that may go on', 'a\r\nb\r\n', false, pending],
    ['lines and silence', 'a\r\nb\r\n', true, value('a\nb')],
    ['lines and the word for success', 'a\r\nb\r\nOK\r\n', false, value('a\nb')],
    ['a refusal', 'a\r\nERROR\r\n', false, error('ERROR')],
  ])('are judged for %s', (_, bytes, silent, expected) => {
    expect(
      read(
        linesThenOkOrSilence(300, (text) => text),
        bytes,
        silent,
      ),
    ).toEqual(expected);
  });
});

describe('any answer', () => {
  it.each([
    ['nothing', '', false, pending],
    ['silence', '', true, pending],
    ['success', 'OK\r', false, value(null)],
    ['something damaged that may go on', 'OJ\r', false, pending],
    ['something damaged', 'OJ\r', true, value(null)],
    ['a refusal', 'ERROR\r', false, error('ERROR')],
  ])('is judged for %s', (_, bytes, silent, expected) => {
    expect(read(anyAnswer(300), bytes, silent)).toEqual(expected);
  });
});

describe('what a board prints by itself', () => {
  const one = announced(captured(/^ID (\w+)$/));
  const pair = announced(captured(/^ID (\w+)\nPAC \d+$/), { lines: 2 });
  it.each([
    ['nothing', one, '', pending],
    ['an unfinished line', one, 'ID 12', pending],
    ['a line among others', one, 'hello\r\nID 12\r\n', value('12')],
    ['the first of two prints', one, 'ID 12\r\nID 34\r\n', value('12')],
    ['only other lines', one, 'hello\r\nID\r\n', pending],
    ['its word of failure', one, 'ERROR\r\n', error('ERROR')],
    ['half a pair', pair, 'ID 12\r\n', pending],
    ['a whole pair', pair, 'ID 12\r\nPAC 34\r\n', value('12')],
    ['a torn pair before a whole one', pair, 'ID 1\r\nID 12\r\nPAC 34\r\n', value('12')],
    ['a pair with a damaged half', pair, 'ID 12\r\nPAC x\r\n', pending],
  ])('is judged for %s', (_, reply, bytes, expected) => {
    expect(read(reply, bytes)).toEqual(expected);
  });
});

describe('everything until silence', () => {
  it.each([
    ['bytes that may go on', 'ab', false, pending],
    ['bytes and silence', 'ab', true, value('ab')],
    ['silence alone', '', true, malformed('')],
  ])('is judged for %s', (_, bytes, silent, expected) => {
    expect(
      read(
        untilSilence(200, (text) => text || null),
        bytes,
        silent,
      ),
    ).toEqual(expected);
  });
});

describe('a downlink after the word for success', () => {
  const reply = downlinkAfterOk({
    claims: /^(\+RX( BEGIN| END|=[0-9A-F ]*)|ERROR none)$/,
    payload: /^\+RX=([0-9A-F ]*)$/,
    end: /^\+RX END$/,
    none: /^ERROR none$/,
  });
  it.each([
    ['the uplink under way', '', pending],
    ['the uplink sent', 'OK\r\n', pending],
    ['the window open', 'OK\r\n+RX BEGIN\r\n', pending],
    ['the payload, before its end', 'OK\r\n+RX BEGIN\r\n+RX=01 02 03 04 05 06 07 08 \r\n', pending],
    ['the payload', 'OK\r\n+RX BEGIN\r\n+RX=01 02 03 04 05 06 07 08 \r\n+RX END\r\n', value('0102030405060708')],
    ['a window with nothing in it', 'OK\r\n+RX BEGIN\r\n+RX END\r\n', value(null)],
    ['the word for none', 'ERROR none\r\n', value(null)],
    ['the word for none after success', 'OK\r\nERROR none\r\n', value(null)],
    ['what is left over from another downlink', '+RX=08 07 06 05 04 03 02 01\r\n+RX END\r\nOK\r\n', pending],
    ['a refusal', 'ERROR\r\n', error('ERROR')],
    ['a payload that is too short', 'OK\r\n+RX=01 02\r\n+RX END\r\n', malformed('0102')],
    ['a damaged payload', 'OK\r\n+RX=0G 02 03 04 05 06 07 08\r\n', pending],
    ['a line of something else', 'OK\r\nhello\r\n', malformed('hello')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(reply, bytes)).toEqual(expected);
  });
});

it('writes payloads as two upper-case digits a byte', () => {
  expect(hexOf([0, 10, 255])).toBe('000AFF');
});
