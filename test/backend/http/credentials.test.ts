import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { expectNoSecrets, login, password, token } from '../api-bench.ts';

const credentials = new Credentials({ login, password });

test('the header carries login and password as HTTP Basic', () => {
  expect(credentials.authorization()).toBe(`Basic ${token}`);
});

test('credentials print with stars, however they are printed', () => {
  expect(String(credentials)).toBe(`${login}:********`);
  expect(JSON.stringify({ credentials })).toContain('********');
  expect(inspect({ deep: { credentials } })).toContain('********');
  expect(format('%o %j %s', credentials, credentials, credentials)).not.toContain(password);
  expectNoSecrets(credentials);
});

test('echoed secrets are hidden in outside text', () => {
  expect(credentials.hide(`got ${password} in Basic ${token}`)).toBe('got ******** in Basic ********');
  expect(new Credentials({ login, password: '' }).hide('as it was')).toBe('as it was');
});
