import type { IncomingHttpHeaders } from 'node:http';

export interface Doorway {
  /** Names and addresses by which the pages may be reached, in lower case; an IPv6 address in brackets. Any port: it may be forwarded. */
  readonly hosts: ReadonlySet<string>;
  readonly scheme: 'http' | 'https';
}

/**
 * Whether a request is one of our own pages, of a person who typed the address, or of a program; null: it is. A page of somebody else
 * must be able neither to read nor to start anything, under whatever name it found this station (DNS rebinding), and over a
 * WebSocket no more than over HTTP.
 */
export const whyTurnedAway = (
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  { hosts, scheme }: Doorway,
): string | null => {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !hosts.has(host.replace(/:\d{1,5}$/, ''))) return 'This station does not go by that name.';
  if (headers.origin !== undefined && headers.origin !== `${scheme}://${host}`)
    return 'Pages of others are not answered here.';
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  // A link to the page from anywhere is a person's own doing; what it shows is not theirs to read
  const isLink =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isLink ? null : 'Pages of others are not answered here.';
};

/** Whether a request was handed on by somebody else, so that where it comes from is not known. */
export const isHandedOn = (headers: IncomingHttpHeaders): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);

const isLocal = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/** Whether it comes from this machine. */
export const isFromHere = (address: string | undefined, headers: IncomingHttpHeaders): boolean =>
  address !== undefined && isLocal.test(address) && !isHandedOn(headers);

/** What every answer carries: nothing of anybody else is loaded, framed or told where it came from. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
