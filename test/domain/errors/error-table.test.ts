import { describe, expect, it } from 'vitest';

import { backendErrors } from '../../../src/domain/errors/backend-errors.ts';
import { journalErrors } from '../../../src/domain/errors/journal-errors.ts';
import { ownErrors } from '../../../src/domain/errors/own-errors.ts';
import { portErrors } from '../../../src/domain/errors/port-errors.ts';
import { unitErrors } from '../../../src/domain/errors/unit-errors.ts';
import { usageErrors } from '../../../src/domain/errors/usage-errors.ts';
import { errorTable, type ErrorCode } from '../../../src/domain/errors/error-table.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';

const codes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);

describe.each(codes)('the error "%s"', (code) => {
  const { blame, retry, meaning, operatorAction, exitCode } = errorTable[code];

  it('says what it means and what to do, each in one sentence without its full stop', () => {
    for (const sentence of [meaning, operatorAction]) {
      expect(sentence).toMatch(/^[A-Z][^\n]{5,150}[^.!?\s]$/);
      expect(sentence).not.toMatch(/\.\s+[A-Z]/);
    }
  });

  it('says whose it is, when to try again and how the program ends', () => {
    expect(['unit', 'fixture', 'station', 'backend', 'operator', 'software']).toContain(blame);
    expect(['never', 'same-slot', 'after-operator', 'later']).toContain(retry);
    expect([1, 2, 3, 4, 5, 70, 130, 141]).toContain(exitCode);
  });

  it('stands at the end of its message, so that a mangled log still tells it', () => {
    const error = new PaclineError(code, 'Something happened.');
    expect(error.message).toBe(`Something happened. (${code})`);
    expect(error.entry).toBe(errorTable[code]);
  });

  it('is a plain word or several, in lower case', () => {
    expect(code).toMatch(/^[a-z]+([ -][a-z]+)*$/);
  });
});

it('has every code in one area only: a second row would hide the first', () => {
  const areas = [usageErrors, unitErrors, portErrors, backendErrors, journalErrors, ownErrors];
  expect(areas.flatMap((area) => Object.keys(area))).toHaveLength(codes.length);
});

describe('a pacline error', () => {
  it('keeps its context and its cause', () => {
    const cause = new Error('below');
    const error = new PaclineError('port lost', 'It went away.', { context: { port: '/dev/virtual' }, cause });
    expect(error).toMatchObject({ name: 'PaclineError', code: 'port lost', context: { port: '/dev/virtual' }, cause });
  });

  it('has no cause where none was given', () => {
    expect('cause' in new PaclineError('port lost', 'It went away.')).toBe(false);
  });

  it('is told from other errors, and by its code', () => {
    const error = new PaclineError('port lost', 'It went away.');
    expect(PaclineError.is(error)).toBe(true);
    expect(PaclineError.is(error, 'port lost', 'no answer')).toBe(true);
    expect(PaclineError.is(error, 'no answer')).toBe(false);
    expect(PaclineError.is(new Error('port lost'), 'port lost')).toBe(false);
  });
});
