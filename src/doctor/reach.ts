import type { CallOptions } from '../backend/backend.ts';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';

import { unlessAborted } from '../async/until-aborted.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { fault, inOrder, type Finding } from './finding.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Steps on the way to a server, up to the first that fails; the code is what it is when one does. */
export interface Way {
  readonly findings: readonly Finding[];
  readonly isOpen: boolean;
}

/** Each step gets so long. */
export const stepLimitMs = 5000;

/** DNS and TCP. Nothing is sent. */
export const reachPlace = async (
  { host, port }: HostAndPort,
  code: ErrorCode,
  { signal }: CallOptions,
): Promise<Way> => {
  const findings: Finding[] = [];
  const step = async (
    name: string,
    work: (limited: CallOptions) => Promise<string>,
    action?: string,
  ): Promise<boolean> => {
    const limit = AbortSignal.timeout(stepLimitMs);
    try {
      findings.push(inOrder(name, await work({ signal: AbortSignal.any([signal, limit]) })));
      return true;
    } catch (error) {
      signal.throwIfAborted();
      findings.push(
        fault(
          name,
          code,
          `${host}${name === 'DNS' ? '' : `:${port}`}: ${limit.aborted ? `no answer within ${stepLimitMs / 1000} s` : words(error)}.`,
          action,
        ),
      );
      return false;
    }
  };
  const isOpen =
    (isIP(bare(host)) !== 0 ||
      (await step('DNS', (limited) => resolve(host, limited), "Check the name, and the network's name server."))) &&
    (await step(
      'TCP',
      (limited) => touch({ host: bare(host), port }, limited),
      'Check network, firewall and proxy, and that the service runs.',
    ));
  return { findings, isOpen };
};

const resolve = async (host: string, { signal }: CallOptions): Promise<string> => {
  const addresses = await unlessAborted(lookup(host, { all: true }), { signal });
  return `${host} is ${addresses.map(({ address }) => address).join(', ')}`;
};

const touch = async (place: HostAndPort, { signal }: CallOptions): Promise<string> => {
  const startedAt = performance.now();
  const socket = connect(place);
  try {
    await connected(socket, signal);
    return `${place.host}:${place.port} answers after ${Math.round(performance.now() - startedAt)} ms`;
  } finally {
    socket.destroy();
  }
};

const connected = async (socket: Socket, signal: AbortSignal): Promise<void> => {
  // Stays on: a socket that is destroyed may still have something to say
  socket.on('error', () => undefined);
  await unlessAborted(once(socket, 'connect'), { signal });
};

/** An IPv6 address as a URL writes it stands in brackets. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

const known: Readonly<Record<string, string>> = {
  ENOTFOUND: 'this name is not known',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'nobody listens there',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'no connection in time',
  ECONNRESET: 'the connection was broken off',
  ABORT_ERR: 'no answer in time',
};

/** What a network error says, in our words. */
export const words = (error: unknown): string => {
  if (PaclineError.is(error)) return error.sentence;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code === null ? String(error) : (known[code] ?? code);
};
