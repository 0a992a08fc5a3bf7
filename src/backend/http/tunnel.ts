import type { Socket } from 'node:net';

import { Client } from 'undici';

import { describeNetworkFailure } from '../../machine/network-failure.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Trust } from './authorities.ts';
import type { HttpProxy } from './http-proxy.ts';
import { isCertificateFault, notTrusted, shakeHands } from './server-certificate.ts';

interface TunnelOptions {
  /** Host and port at the other end. */
  readonly to: string;
  /** What the certificate of an https proxy is judged by. */
  readonly trust: Trust;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Lets the proxy connect us (CONNECT): what is said in the tunnel is TLS between us and its other end.
 * @throws PaclineError proxy refused | backend unreachable | backend not trusted
 */
export const openTunnel = async (
  proxy: HttpProxy,
  { to, trust, timeoutMs, signal }: TunnelOptions,
): Promise<Socket> => {
  const limit = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, limit]);
  const client = new Client(proxy.origin, {
    allowH2: false,
    connect: { ...trust, timeout: timeoutMs },
    headersTimeout: 0,
  });
  try {
    const { statusCode, socket } = await client.connect({ ...connectRequest(proxy, to), signal: stop });
    if (statusCode >= 200 && statusCode < 300) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw refused(proxy, to, statusCode);
  } catch (error) {
    if (PaclineError.is(error)) throw error;
    if (isCertificateFault(error)) {
      const handshake = await shakeHands({ ...proxy.place, trust, signal: stop }).catch(() => null);
      throw notTrusted(`the proxy ${proxy.host}`, error, handshake);
    }
    const why = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : describeNetworkFailure(error);
    const sentence = `the proxy ${proxy.host} that ${proxy.namedBy} names cannot be used: ${why}`;
    throw new PaclineError('backend unreachable', sentence, { context: { proxy: proxy.host }, cause: error });
  } finally {
    // A tunnel no longer belongs to the client
    void client.destroy();
  }
};

/** `servername`: whom the certificate of an https proxy must name; undici takes it from the `host` of the request else. */
const connectRequest = (proxy: HttpProxy, to: string) => {
  const authorization = proxy.authorization();
  return {
    path: to,
    headers: { host: to, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
    servername: proxy.place.hostname,
  };
};

/** What a proxy may answer that could not get through itself. @source RFC 9110, 15.6 */
const outOfReach: ReadonlySet<number> = new Set([502, 503, 504]);

const refused = (proxy: HttpProxy, to: string, status: number): PaclineError => {
  const context = { proxy: proxy.host, status };
  if (outOfReach.has(status))
    return new PaclineError(
      'backend unreachable',
      `the proxy ${proxy.host} cannot reach ${to} (it answered ${status})`,
      { context },
    );
  const refusal = `the proxy ${proxy.host} that ${proxy.namedBy} names does not open the way to ${to} (it answered ${status})`;
  return new PaclineError('proxy refused', `${refusal}: ${whatItWants(proxy, status)}`, { context });
};

const whatItWants = (proxy: HttpProxy, status: number): string => {
  if (status !== 407) return 'let whoever runs it allow CONNECT to there';
  return proxy.authorization() === null
    ? 'it wants a login, which HTTPS_PROXY gives as http://login:password@host:port'
    : 'it does not accept the login it was given';
};
