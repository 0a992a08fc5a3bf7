import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a webhook, in the case in which Node gives them to a receiver. */
export const signatureHeader = 'x-pacline-signature';
export const eventHeader = 'x-pacline-event';

const hmac = (secret: string, seconds: string, body: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();

/** `t=<unix seconds>,v1=<hex hmac-sha256 of "t.body">`. `now` in milliseconds since the epoch. */
export const signBody = ({
  secret,
  body,
  now,
}: {
  readonly secret: string;
  readonly body: string;
  readonly now: number;
}): string => {
  const seconds = String(Math.floor(now / 1000));
  return `t=${seconds},v1=${hmac(secret, seconds, body).toString('hex')}`;
};

export interface SignedRequest {
  readonly secret: string;
  /** The value of `X-Pacline-Signature`; undefined where the request has none. */
  readonly header: string | undefined;
  /** The bytes as they came, before anything was parsed. */
  readonly body: string | Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How far the sender's clock may be off, either way; default 300. */
  readonly toleranceSeconds?: number;
}

/** For receivers: whether the body comes from the holder of the secret, and not from long ago. Takes the same time whatever is wrong. */
export const verifySignature = ({ secret, header, body, now, toleranceSeconds = 300 }: SignedRequest): boolean => {
  const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (seconds === undefined || given === undefined) return false;
  const genuine = timingSafeEqual(Buffer.from(given, 'hex'), hmac(secret, seconds, body));
  return genuine && Math.abs(now / 1000 - Number(seconds)) <= toleranceSeconds;
};
