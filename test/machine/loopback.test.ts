import { expect, test } from 'vitest';

import { isLoopback } from '../../src/machine/loopback.ts';

test.each(['localhost', '[::1]', '127.0.0.1', '127.255.0.3'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['127.999.0.1', '127.0.0.1.example', '127.1', 'localhost.example', '[::2]', '0.0.0.0', '128.0.0.1', ''])(
  '%s is not',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
