import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import { exchange } from './exchange.ts';
import { FaultScript, type Fault } from './faults.ts';
import { RateGate, type RateLimit } from './rate-limits.ts';
import type { Registry } from './registry.ts';
import { deviceTypeRoutes } from './routes/device-types.ts';
import { deviceRoutes } from './routes/devices.ts';
import { preflightRoutes } from './routes/preflight.ts';

const routes = [...deviceRoutes, ...deviceTypeRoutes, ...preflightRoutes];

export interface SimulatedBackendOptions {
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly world: Registry;
  readonly clock: Clock;
  /** Aborting it closes the backend. */
  readonly signal: AbortSignal;
  readonly faults?: readonly Fault[];
  /** Default: none, every request is let in. `publishedLimits` are the real backend's. */
  readonly limits?: readonly RateLimit[];
  /** How many times faster the windows of the limits pass; default 1. */
  readonly timeFactor?: number;
}

export interface SimulatedBackend {
  /** The whole base, with the API's version and without a closing slash. */
  readonly url: string;
  readonly world: Registry;
  /** Resets what is open; resolves when nothing is left. May be called any number of times. */
  close(): Promise<void>;
}

/**
 * A backend that does what the documented API does, on a socket of this machine. It speaks plain http: for loopback only.
 * @throws PaclineError bad usage: the address cannot be listened on
 */
export const startSimulatedBackend = async (options: SimulatedBackendOptions): Promise<SimulatedBackend> => {
  const { listen, world, clock, signal, faults = [], limits = [], timeFactor = 1 } = options;
  signal.throwIfAborted();
  const closing = new AbortController();
  const server = createServer();
  server.listen(listen.port, listen.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PaclineError('bad usage', `Cannot listen on ${listen.host}:${listen.port}; choose another address or port`, { cause });
  }
  const origin = originOf(server.address());
  const context = {
    routes,
    world,
    clock,
    origin,
    faults: new FaultScript(faults),
    gate: new RateGate({ clock, limits, timeFactor }),
    signal: closing.signal,
  };
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const run = exchange(context, request, response)
      .catch(() => void response.destroy())
      .finally(() => running.delete(run));
    running.add(run);
  });

  const shut = async (): Promise<void> => {
    signal.removeEventListener('abort', close);
    const closed = once(server, 'close');
    server.close();
    closing.abort(new Error('the simulated backend is closing'));
    server.closeAllConnections();
    await Promise.all([closed, ...running]);
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= shut());
  signal.addEventListener('abort', close);
  if (signal.aborted) await close();
  return { url: `${origin}/v2`, world, close };
};

const originOf = (bound: ReturnType<Server['address']>): string => {
  if (bound === null || typeof bound === 'string') throw new PaclineError('internal fault', 'The simulated backend listens, but on no port');
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
};
