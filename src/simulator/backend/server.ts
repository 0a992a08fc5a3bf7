import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { answerRequest } from './answer-request.ts';
import { FaultScript, type Fault } from './faults/faults.ts';
import type { ListDelay } from './world/delay.ts';
import type { JobPace } from './world/job-board.ts';
import { RateGate, type RouteLimit } from './http/rate-limits.ts';
import type { Registry } from './world/registry.ts';
import { openHearted, type Reticence } from './faults/reticence.ts';
import { actionRoutes } from './v2/actions.ts';
import { bulkRoutes } from './v2/bulk.ts';
import { callbackRoutes } from './v2/callbacks.ts';
import { certificateRoutes } from './v2/certificates.ts';
import { contractRoutes } from './v2/contracts.ts';
import { deviceTypeRoutes } from './v2/device-types.ts';
import { deviceRoutes } from './v2/devices.ts';
import { messageRoutes } from './v2/messages.ts';
import { preflightRoutes } from './v2/preflight.ts';
import { v1CreateRoutes } from './v1/create.ts';
import { v1DeviceTypeRoutes } from './v1/device-types.ts';
import { v1DeviceRoutes } from './v1/devices.ts';
import { v1EditRoutes } from './v1/edit.ts';

const routes = [
  ...bulkRoutes,
  ...actionRoutes,
  ...deviceRoutes,
  ...certificateRoutes,
  ...messageRoutes,
  ...deviceTypeRoutes,
  ...callbackRoutes,
  ...contractRoutes,
  ...preflightRoutes,
  ...v1CreateRoutes,
  ...v1EditRoutes,
  ...v1DeviceRoutes,
  ...v1DeviceTypeRoutes,
];

export interface SimulatedBackendOptions {
  /** Port 0: any free one. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly world: Registry;
  readonly clock: Clock;
  /** Aborting it closes the backend. */
  readonly signal: AbortSignal;
  readonly faults?: readonly Fault[];
  /** Default: none, every request is let in. `publishedLimits` are the real backend's. */
  readonly limits?: readonly RouteLimit[];
  /** How many times faster the windows of the limits, and the delays of late jobs, pass; default 1. */
  readonly timeFactor?: number;
  /** When jobs begin and how long they take; default: no time, they are done at the first look. */
  readonly pace?: JobPace;
  /** How late lists and look-ups show what was created, edited, moved or deleted, each unit after its own delay; default: as the world has it, at first at once. */
  readonly listDelay?: ListDelay;
  /** Of what is drawn for each unit and each job; default 1. */
  readonly latenessSeed?: number;
  /** What is hidden, refused, or understood in one form only; default: nothing. */
  readonly reticence?: Partial<Reticence>;
  /** How starting an edit or an action is answered, which changed between revisions of the API; default: 200, as in the newest. */
  readonly jobStartStatus?: 200 | 201;
}

export interface SimulatedBackend {
  /** The whole base of API v2, without a closing slash. */
  readonly url: string;
  /** That of API v1, which speaks of the same world. */
  readonly urlV1: string;
  readonly world: Registry;
  /** Resets what is open; resolves when nothing is left. May be called any number of times. */
  close(): Promise<void>;
}

/**
 * A backend that does what the documented API does, on a socket of this machine. It speaks plain http: for loopback only.
 * @throws PaclineError bad usage: the address cannot be listened on
 */
export const startSimulatedBackend = async (options: SimulatedBackendOptions): Promise<SimulatedBackend> => {
  const {
    listen,
    world,
    clock,
    signal,
    faults = [],
    limits = [],
    timeFactor = 1,
    pace = atOnce,
    jobStartStatus = 200,
    latenessSeed = 1,
  } = options;
  signal.throwIfAborted();
  if (options.listDelay !== undefined) world.showAfter(options.listDelay, latenessSeed);
  const closing = new AbortController();
  const server = createServer();
  server.listen(listen.port, listen.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PaclineError(
      'bad usage',
      `Cannot listen on ${listen.host}:${listen.port}; choose another address or port`,
      { cause },
    );
  }
  const origin = originOf(server.address());
  const context = {
    routes,
    world,
    clock,
    origin,
    pace,
    latenessSeed,
    reticence: { ...openHearted, ...options.reticence },
    timeFactor,
    jobStartStatus,
    faults: new FaultScript(faults),
    gate: new RateGate({ clock, limits, timeFactor }),
    signal: closing.signal,
  };
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const run = answerRequest(context, request, response)
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
  return { url: `${origin}/v2`, urlV1: `${origin}/api`, world, close };
};

const atOnce: JobPace = { perJobMs: 0, perThousandMs: 0 };

const originOf = (bound: ReturnType<Server['address']>): string => {
  if (bound === null || typeof bound === 'string')
    throw new PaclineError('internal fault', 'The simulated backend listens, but on no port');
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
};
