import { expect, test } from 'vitest';

import { parseHostStatus } from '../../src/label/host-status.ts';

const answer = ({ first = '030,0,0,0200,000,0,0,0,000,0,0,0', second = '000,0,0,0,0,2,4,0,00000000,1,000' }): string =>
  [first, second, '1234,0'].map((string) => `\u0002${string}\u0003\r\n`).join('');

test.each([
  [{}, []],
  [{ first: '030,1,0,0200,000,0,0,0,000,0,0,0' }, ['it is out of paper']],
  [{ first: '030,0,1,0200,000,0,0,0,000,0,0,0' }, ['it is paused']],
  [{ second: '000,0,1,0,0,2,4,0,00000000,1,000' }, ['its head is open']],
  [{ second: '000,0,0,1,0,2,4,0,00000000,1,000' }, ['it is out of ribbon']],
  [
    { first: '030,1,1,0200,000,0,0,0,000,0,0,0', second: '000,0,1,1,0,2,4,0,00000000,1,000' },
    ['it is out of paper', 'its head is open', 'it is out of ribbon', 'it is paused'],
  ],
])('of %j the reasons are %j', (strings, stoppedBy) => {
  expect(parseHostStatus(answer(strings))).toEqual({ stoppedBy });
  expect(parseHostStatus(`noise${answer(strings)}`)).toEqual({ stoppedBy });
});

test('an answer is none before its last character, nor is anything else', () => {
  const whole = answer({});
  for (let length = 0; length < whole.trimEnd().length; length += 1)
    expect(parseHostStatus(whole.slice(0, length))).toBeNull();
  expect(parseHostStatus(whole.trimEnd())).toEqual({ stoppedBy: [] });
  expect(parseHostStatus(answer({ first: '1,2' }))).toBeNull();
  expect(parseHostStatus('HTTP/1.1 400 Bad Request\r\n\r\n')).toBeNull();
});
