import { expect, test } from 'vitest';
import { signBody, verifySignature } from '../../src/hooks/signature.ts';

const now = Date.UTC(2026, 10, 25, 6);
const body = '{"id":"bench-1:7"}';
const header = signBody({ secret: 'key', body, now });

test('a signature has the form that the README gives, so that any receiver can compute it', () => {
  // printf '1795586400.{"id":"bench-1:7"}' | openssl dgst -sha256 -hmac key
  expect(header).toBe('t=1795586400,v1=605a15b4684f3b0c21d5c21f2a83af20d9a2fbbed359e226dc27658c94efb9a2');
});

test.each([
  { what: 'what was signed', request: {}, valid: true },
  { what: 'the same as bytes', request: { body: Buffer.from(body) }, valid: true },
  { what: 'an altered body', request: { body: body.replace('7', '8') }, valid: false },
  { what: 'another key', request: { secret: 'other' }, valid: false },
  { what: 'another moment in the header', request: { header: header.replace('t=1', 't=2') }, valid: false },
  { what: 'no header', request: { header: undefined }, valid: false },
  { what: 'a header cut short', request: { header: header.slice(0, -1) }, valid: false },
  { what: 'a header of another make', request: { header: `sha256=${'0'.repeat(64)}` }, valid: false },
  { what: 'a request of five minutes ago', request: { now: now + 300_000 }, valid: true },
  { what: 'one of longer ago', request: { now: now + 301_000 }, valid: false },
  { what: 'one from a clock that is ahead', request: { now: now - 301_000 }, valid: false },
  {
    what: 'one of longer ago where the receiver takes it',
    request: { now: now + 301_000, toleranceSeconds: 600 },
    valid: true,
  },
])('$what: $valid', ({ request, valid }) => {
  expect(verifySignature({ secret: 'key', header, body, now, ...request })).toBe(valid);
});
