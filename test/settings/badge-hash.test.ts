import { expect, test } from 'vitest';
import { BadgeHash, findPerson, hashBadge } from '../../src/settings/badge-hash.ts';

const person = async (name: string, code: string): Promise<{ readonly name: string; readonly badge: BadgeHash }> => ({
  name,
  badge: await hashBadge(code),
});

test('The one whose badge it is is found, whoever stands before', async () => {
  const people = [await person('Ada', 'B-0017'), await person('Bob', 'B-0018'), await person('Cleo', '2580')];
  expect((await findPerson(people, 'B-0018'))?.name).toBe('Bob');
  expect((await findPerson(people, ' 2580\r'))?.name).toBe('Cleo');
});

test('A code of nobody, an empty one and one that is nearly right find nobody', async () => {
  const people = [await person('Ada', 'B-0017')];
  for (const code of ['B-0018', 'B-017', 'b-0017', 'B-00170', '', 'scrypt$'])
    expect(await findPerson(people, code)).toBeNull();
  expect(await findPerson([], 'B-0017')).toBeNull();
});

test('Neither does the hash show the code nor are two hashes of one code alike', async () => {
  const [first, second] = [await hashBadge('2580'), await hashBadge('2580')];
  expect(first).not.toBe(second);
  expect(first).not.toContain('2580');
  expect(BadgeHash.parse(first)).toEqual({ ok: true, value: first });
});

const salt = 'A'.repeat(22);
const hash = 'A'.repeat(43);

test.each([
  ['a code in clear', '2580'],
  ['a cost that is no power of two', `scrypt$16383$8$1$${salt}$${hash}`],
  ['a cost that would stop the line', `scrypt$131072$8$1$${salt}$${hash}`],
  ['a cost of nothing', `scrypt$16384$0$1$${salt}$${hash}`],
  ['a hash cut short', `scrypt$16384$8$1$${salt}$${hash.slice(1)}`],
  ['no salt', `scrypt$16384$8$1$$${hash}`],
])('%s is no badge hash', (_, text) => {
  expect(BadgeHash.parse(text)).toMatchObject({ ok: false });
});
