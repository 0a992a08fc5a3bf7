import { describe, expect, test } from 'vitest';

import { errorTable, isErrorCode } from '../../../src/domain/errors/error-table.ts';
import { actionAtBench, nextStepOf } from '../../../src/domain/verdict/next-step.ts';
import { signOf } from '../../../src/domain/verdict/refused-by-rule.ts';

const codes = Object.keys(errorTable).filter(isErrorCode);

describe('what is to be done at the bench', () => {
  test.each(codes)('after "%s" is a sentence that asks nobody to read the help of a command', (code) => {
    expect(actionAtBench(code)).toMatch(/^[A-Z][^\n]+[^.]\.$/);
    expect(actionAtBench(code)).not.toContain('<command>');
    expect(actionAtBench(code)).not.toMatch(/--(dialect|boot-ms|delivery-list)/);
  });

  test('an amber unit that is held stays in, and one that is not may leave', () => {
    const amber = { colour: 'amber', code: 'backend unreachable' } as const;
    expect(nextStepOf(amber, { isHeld: true })).toEqual({
      actor: 'nobody',
      steps: ['leave it in'],
      action: 'Leave it in until it is green.',
    });
    expect(nextStepOf(amber, { isHeld: false })).toMatchObject({ actor: 'nobody', steps: ['may leave'] });
  });

  test('an amber unit that calls a person says so behind where it stays', () => {
    expect(nextStepOf({ colour: 'amber', code: 'not listed' }, { isHeld: true })).toMatchObject({
      actor: 'engineer',
      steps: ['leave it in', 'not listed'],
    });
    expect(nextStepOf({ colour: 'amber', code: 'printer down' }, { isHeld: false })).toMatchObject({
      actor: 'technician',
      steps: ['may leave', 'printer down'],
    });
  });

  test('of a unit that has left without its label only the label is asked for', () => {
    expect(nextStepOf({ colour: 'amber', code: 'label unscanned' }, { isHeld: true }).steps).toEqual([
      'label unscanned',
    ]);
  });

  test('a good unit is taken out', () => {
    for (const code of ['registered', 'already done', 'golden read'] as const)
      expect(nextStepOf({ colour: 'green', code }, { isHeld: true }).steps).toEqual(['take it out']);
  });
});

test('a unit that a rule turned away is shown unlike a red one', () => {
  expect(signOf({ colour: 'red', code: 'golden due' })).toBe('turned away');
  expect(signOf({ colour: 'red', code: 'slot locked' })).toBe('turned away');
  expect(signOf({ colour: 'red', code: 'no answer' })).toBe('red');
  expect(signOf({ colour: 'green', code: 'registered' })).toBe('green');
});
