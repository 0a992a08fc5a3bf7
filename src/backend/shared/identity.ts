import type { Backend } from '../backend.ts';
import type { HttpClient } from '../http/http-client.ts';

/** Hosts of one and the same backend. @source the official API: v2 at api.sigfox.com/v2, v1 and in 2018 v2 at backend.sigfox.com/api */
const official: ReadonlySet<string> = new Set(['api.sigfox.com', 'backend.sigfox.com']);

export const identityOf = ({
  baseUrl,
  credentials,
}: Pick<HttpClient, 'baseUrl' | 'credentials'>): Backend['identity'] => {
  const host = baseUrl.host.toLowerCase();
  return { backend: official.has(host) ? 'sigfox.com' : host, apiUser: credentials.login };
};
