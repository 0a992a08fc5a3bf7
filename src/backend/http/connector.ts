import type { Socket } from 'node:net';
import { callbackify } from 'node:util';

import { buildConnector } from 'undici';

import { isLoopback } from '../../machine/loopback.ts';
import { trustIn, type Trust } from './authorities.ts';
import type { BaseUrl } from './base-url.ts';
import type { HttpProxy } from './http-proxy.ts';
import type { NetworkAccess } from './network-access.ts';
import { isCertificateFault, notTrusted, shakeHands, type Handshake } from './server-certificate.ts';
import { openTunnel } from './tunnel.ts';

interface ConnectorOptions {
  readonly base: BaseUrl;
  readonly network: NetworkAccess;
  readonly timeoutMs: number;
  /** Breaks off what is being opened. */
  readonly signal: AbortSignal;
}

/**
 * Opens connections to the backend for undici's clients: directly, or through a tunnel of the proxy. Its failures are
 * PaclineErrors: `backend unreachable`, `proxy refused`, `backend not trusted`; in all of them nothing was sent.
 */
export const createConnector = ({ base, network, timeoutMs, signal }: ConnectorOptions): buildConnector.connector => {
  const trust = trustIn(network.authorities);
  const connect = buildConnector({ ...trust, allowH2: false, timeout: timeoutMs });
  const open = async (options: buildConnector.Options): Promise<Socket> => {
    const tunnel = await tunnelTo({ base, network, trust, timeoutMs, signal });
    try {
      return await connected(connect, tunnel === null ? options : { ...options, httpSocket: tunnel });
    } catch (error) {
      tunnel?.destroy();
      throw await explained(error, { base, network, timeoutMs, signal });
    }
  };
  const openThenCall = callbackify(open);
  return (options, callback) =>
    openThenCall(options, (error, socket) => (error ? callback(error, null) : callback(null, socket)));
};

/** Looks at the certificate that comes at the end of the same way. @throws PaclineError backend unreachable | proxy refused; errors of the network */
export const inspectCertificate = async (options: ConnectorOptions): Promise<Handshake> => {
  const { base, network, timeoutMs, signal } = options;
  const trust = trustIn(network.authorities);
  const tunnel = await tunnelTo({ ...options, trust });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return shakeHands({ ...base.place, trust, ...(tunnel === null ? {} : { socket: tunnel }), signal: limited });
};

/** The proxy that is really used. */
export const proxyTo = (base: BaseUrl, { proxy }: NetworkAccess): HttpProxy | null =>
  isLoopback(base.place.hostname) ? null : proxy;

const tunnelTo = async ({
  base,
  network,
  ...options
}: ConnectorOptions & { readonly trust: Trust }): Promise<Socket | null> => {
  const proxy = proxyTo(base, network);
  return proxy === null ? null : openTunnel(proxy, { ...options, to: `${base.place.hostname}:${base.place.port}` });
};

const connected = (connect: buildConnector.connector, options: buildConnector.Options): Promise<Socket> =>
  new Promise((resolve, reject) => {
    connect(options, (...[error, socket]) => (error === null ? resolve(socket) : reject(error)));
  });

/** A refused certificate is not to be had from the connection that refused it, so it is looked at once more. */
const explained = async (failure: unknown, options: ConnectorOptions): Promise<unknown> => {
  if (options.base.isPlain || !isCertificateFault(failure)) return failure;
  const handshake = await inspectCertificate(options).catch(() => null);
  return notTrusted(options.base.host, failure, handshake);
};
