import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import { accepted, refused, type Parsed } from '../domain/parsed.ts';

declare const brand: unique symbol;

/** A badge code or PIN as it may be kept: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export type BadgeHash = string & { readonly [brand]: 'BadgeHash' };

const shape = /^scrypt\$(\d{4,6})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22,64})\$([\w-]{43})$/;

const hashBytes = 32;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** About 50 ms and 16 MB a try: a PIN of four digits is guessed in minutes by who has the file, so the file is not for everybody. */
const cost: Cost = { N: 16_384, r: 8, p: 1 };

/** What a file may ask for at most: a station with thirty people must not stand still. */
const mostExpensive: Cost = { N: 65_536, r: 8, p: 2 };

export const BadgeHash = {
  parse(text: string): Parsed<BadgeHash> {
    const [, N, r, p] = (shape.exec(text) ?? []).map(Number);
    const isSound =
      N !== undefined &&
      r !== undefined &&
      p !== undefined &&
      Number.isInteger(Math.log2(N)) &&
      N <= mostExpensive.N &&
      r >= 1 &&
      r <= mostExpensive.r &&
      p >= 1 &&
      p <= mostExpensive.p;
    return isSound ? accepted(text as BadgeHash) : refused('bad settings', 'not a badge hash');
  },
};

/** Salted anew each time: two hashes of one code differ. Blanks around the code do not count. */
export const hashBadge = async (code: string): Promise<BadgeHash> => {
  const salt = randomBytes(16);
  const hash = await derive(code, salt, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}` as BadgeHash;
};

/** The person with this badge code or PIN; null where there is none. How long it takes does not tell how near a wrong code was. */
export const findPerson = async <Person extends { readonly badge: BadgeHash }>(
  people: readonly Person[],
  code: string,
): Promise<Person | null> => {
  const matches = await Promise.all(people.map(({ badge }) => isBadge(badge, code)));
  return people.find((_, index) => matches[index] === true) ?? null;
};

const isBadge = async (badge: BadgeHash, code: string): Promise<boolean> => {
  const [, N, r, p, salt = '', hash = ''] = badge.split('$');
  return timingSafeEqual(
    await derive(code, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) }),
    Buffer.from(hash, 'base64url'),
  );
};

const derive = (code: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(code.trim(), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
