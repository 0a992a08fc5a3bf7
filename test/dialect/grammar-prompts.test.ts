import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import {
  bareLine,
  captured,
  doneAtPrompt,
  matching,
  promptAgain,
  refusedWhen,
  untilPrompt,
} from '../../firmware-protocols/grammar.ts';
import type { Reply } from '../../firmware-protocols/reply.ts';
import { frame } from '../../src/dialect/framing.ts';

const dialect: DialectDefinition = {
  ...axWisol,
  framing: { commandEnd: '\r', lineEnd: 'crlf', echo: 'maybe' },
  results: { success: /^passed$/, failure: /^no such command$/ },
  unsolicited: [],
};

const read = (reply: Reply<unknown>, bytes: string, silent = false) =>
  reply.read(frame(dialect, { request: 'id\r', reply, bytes, silent }));

const pending = { state: 'pending' };
const value = (found: unknown) => ({ state: 'value', value: found });
const error = (words: string) => ({ state: 'error', words });
/** A refusal that would be the same next time. */
const final = (words: string) => ({ ...error(words), isFinal: true });
const malformed = (words: string) => ({ state: 'malformed', words });

const prompt = /^> $/;

describe('everything until the prompt, or a silence', () => {
  const reply = untilPrompt(prompt, captured(/^(\d+)$/m), { orSilenceMs: 150 });
  it.each([
    ['nothing, and silence', '', true, pending],
    ['the echo alone', 'id\r\n', false, pending],
    ['the value without the prompt', 'id\r\n12\r\n', false, pending],
    ['the value, and silence', 'id\r\n12\r\n', true, value('12')],
    ['the value and the prompt', 'id\r\n12\r\n> ', false, value('12')],
    ['the prompt without a value', 'id\r\n> ', false, malformed('')],
    ['a refusal, and silence', 'no such command\r\n', true, error('no such command')],
  ])('is judged for %s', (_, bytes, silent, expected) => {
    expect(read(reply, bytes, silent)).toEqual(expected);
  });

  it('waits for the prompt alone where no silence is given', () => {
    expect(untilPrompt(prompt, captured(/^(\d+)$/m)).silenceMs).toBeUndefined();
  });
});

describe('the prompt again', () => {
  it.each([
    ['nothing yet', '', pending],
    ['the prompt', '\r\n> ', value(null)],
    ['a refusal of what was left in the line', '\r\nno such command\r\n> ', value(null)],
    ['half a prompt', '\r\n>', pending],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(promptAgain(prompt), bytes)).toEqual(expected);
  });
});

describe('the word for success before the prompt', () => {
  it.each([
    ['the word alone', 'passed\r\n', pending],
    ['the word and the prompt', 'header\r\npassed\r\n> ', value(null)],
    ['a refusal', 'header\r\nno such command\r\n> ', error('no such command')],
    ['neither', 'header\r\n> ', malformed('header')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(doneAtPrompt(prompt), bytes)).toEqual(expected);
  });
});

describe('an answer that would be the same next time', () => {
  const reply = refusedWhen(bareLine(matching(/\d{4}/)), /^\d{2,3}$/, 'digits are missing');
  it.each([
    ['a good one', '1234\r\n', value('1234')],
    ['one of the known bad form', '123\r\n', final('digits are missing')],
    ['a damaged one', '12x4\r\n', malformed('12x4')],
    ["the modem's own refusal", 'no such command\r\n', error('no such command')],
  ])('is judged for %s', (_, bytes, expected) => {
    expect(read(reply, bytes)).toEqual(expected);
  });
});
