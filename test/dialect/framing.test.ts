import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { done } from '../../firmware-protocols/grammar.ts';
import { frame } from '../../src/dialect/framing.ts';

const dialect = (lineEnd: 'crlf' | 'any'): DialectDefinition => ({
  ...axWisol,
  framing: { commandEnd: '\r', lineEnd, echo: 'maybe' },
});

const framed = (lineEnd: 'crlf' | 'any', bytes: string, request = 'AT$X\r') => {
  const { lines, tail } = frame(dialect(lineEnd), { request, reply: done(), bytes, silent: false });
  return { lines: lines.map(({ text }) => text), tail };
};

describe('lines', () => {
  it.each([
    ['crlf', 'CR LF', 'a\r\nb\r\n', ['a', 'b'], ''],
    ['crlf', 'LF', 'a\nb\n', ['a', 'b'], ''],
    ['crlf', 'a CR in the middle', 'a\rb\r\n', ['a', 'b'], ''],
    ['crlf', 'a CR at the end, which may be half of CR LF', 'a\r\nb\r', ['a'], 'b'],
    ['any', 'a CR at the end', 'a\r\nb\r', ['a', 'b'], ''],
    ['any', 'the LF of a CR that was taken before', '\nb\r', ['b'], ''],
    ['crlf', 'an unfinished line', 'a\r\nbc', ['a'], 'bc'],
    ['crlf', 'empty lines', '\r\n\r\na\r\n\r\n', ['a'], ''],
    ['crlf', 'nothing', '', [], ''],
  ] as const)('of a dialect with line end "%s" are cut at %s', (lineEnd, _, bytes, lines, tail) => {
    expect(framed(lineEnd, bytes)).toEqual({ lines, tail });
  });

  it.each(['crlf', 'any'] as const)(
    'of a dialect with line end "%s" are the same whether CR and LF come together or apart',
    (lineEnd) => {
      const bytes = '\r\nfirst\r\n\r\nOK\r\n';
      const seen = Array.from(bytes, (_, at) => framed(lineEnd, bytes.slice(0, at + 1)).lines.length);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(framed(lineEnd, bytes).lines).toEqual(['first', 'OK']);
    },
  );
});

describe('an echo', () => {
  it.each([
    ['as sent', 'AT$X\r', 'AT$X\r\r\nOK\r\n', ['OK']],
    ['in another case', 'AT$X\r', 'at$x\r\r\nOK\r\n', ['OK']],
    ['with CR LF', 'AT$X\r', 'AT$X\r\nOK\r\n', ['OK']],
    ['of several lines, each before its answer', '\rATQ0\rATV1\r', '\rATQ0\r\r\nOK\r\nATV1\r\r\nOK\r\n', ['OK', 'OK']],
    ['of several lines at once', 'ATQ0\rATV1\r', 'ATQ0\rATV1\rOK\r\nOK\r\n', ['OK', 'OK']],
    ['of which the beginning was lost', 'ATQ0\rATV1\r', 'ATV1\r\r\nOK\r\n', ['OK']],
    ['of a request that ends in CR LF', 'AT?\r\n', 'AT?\r\nOK\r\n', ['OK']],
    ['of a request that ends in LF', 'AT?\n', 'AT?\nOK\n', ['OK']],
    ['that is damaged is a line like any other', 'AT$X\r', 'AT$Y\r\r\nOK\r\n', ['AT$Y', 'OK']],
    ['that comes twice is a line the second time', 'AT$X\r', 'AT$X\rAT$X\rOK\r\n', ['AT$X', 'OK']],
    ['behind an answer is a line like any other', 'AT$X\r', '12\r\nAT$X\r\n', ['12', 'AT$X']],
  ])('%s', (_, request, bytes, lines) => {
    expect(framed('crlf', bytes, request).lines).toEqual(lines);
  });
});

const kindOf = (text: string, claims?: RegExp) =>
  frame(axWisol, {
    request: 'AT\r',
    reply: { ...done(), ...(claims === undefined ? {} : { claims }) },
    bytes: `${text}\r\n`,
    silent: false,
  }).lines[0]?.kind;

describe('the kind of a line', () => {
  it.each([
    ['OK', 'success'],
    ['ERROR: parse error', 'failure'],
    ['ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT', 'failure'],
    ['ATCMD_NOT_SUPPORTED', 'failure'],
    ['RX=00 01 02 03 04 05 06 07', 'unsolicited'],
    ['OK then', 'text'],
    ['00A10C4E', 'text'],
  ])('%s is %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('is text where the reply claims the line', () => {
    expect(kindOf('RX=00 01', /^RX=/)).toBe('text');
    expect(kindOf('OK', /^RX=/)).toBe('success');
  });
});
