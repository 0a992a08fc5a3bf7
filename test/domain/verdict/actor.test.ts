import { describe, expect, test } from 'vitest';

import { actorOf, blameOf } from '../../../src/domain/verdict/actor.ts';
import { errorTable, isErrorCode, type ErrorCode } from '../../../src/domain/errors/error-table.ts';

const codes = Object.keys(errorTable).filter(isErrorCode);

describe('whose turn it is', () => {
  test.each<[string, readonly ErrorCode[]]>([
    [
      'operator',
      ['unprovisioned', 'no answer', 'golden due', 'serial taken', 'route refused', 'port lost', 'set aside'],
    ],
    ['technician', ['slot locked', 'golden failed', 'port missing', 'own echo', 'printer down', 'public key']],
    [
      'engineer',
      ['bad credentials', 'no tokens left', 'pac not listed', 'other certificate', 'journal full', 'internal fault'],
    ],
    ['nobody', ['backend unreachable', 'backend throttled', 'owed', 'accepted', 'in a job', 'registration unknown']],
  ])('the %s’s: %j', (actor, its) => {
    for (const code of its) expect([code, actorOf(code)]).toEqual([code, actor]);
  });

  test('what is tried again by itself later is a person’s turn only where a thing beside the line has to be seen to', () => {
    const later = codes.filter((code) => errorTable[code].retry === 'later' && actorOf(code) !== 'nobody');
    expect(later.map((code) => errorTable[code].blame)).toEqual(later.map(() => 'station'));
  });

  test('a command or a setting is never asked of an operator', () => {
    const asked = codes.filter((code) => actorOf(code) === 'operator' && errorTable[code].area !== 'usage');
    expect(asked.filter((code) => /--\w|in \[|setting/.test(errorTable[code].operatorAction))).toEqual(['fell silent']);
  });
});

test('a good end is nobody’s fault', () => {
  expect(blameOf('registered')).toBeNull();
  expect(blameOf(null)).toBeNull();
  expect(blameOf('no answer')).toBe('fixture');
});
