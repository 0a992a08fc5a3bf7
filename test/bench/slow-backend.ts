/**
 * Child process of a bench: a simulated backend whose every answer takes argv[2] ms more. Tells its address by message, and, asked by
 * any message, how many requests it has answered so far and how long they took, from the request's coming to its answer's end.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

import { demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../src/simulator/backend/http/rate-limits.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { systemClock } from '../../src/machine/system-clock.ts';

/** What the parent is told: first the address, then an answer to each question. */
export type FromBackend =
  | { readonly url: string }
  | { readonly requests: number; readonly totalMs: number; readonly throttled: number };

const begun = new Map<IncomingMessage, number>();
let [requests, totalMs, throttled] = [0, 0, 0];
const requestOf = (message: unknown): IncomingMessage => (message as { readonly request: IncomingMessage }).request;
subscribe('http.server.request.start', (message) => void begun.set(requestOf(message), performance.now()));
subscribe('http.server.response.finish', (message) => {
  const request = requestOf(message);
  requests += 1;
  totalMs += performance.now() - (begun.get(request) ?? Number.NaN);
  begun.delete(request);
  if ((message as { readonly response: { readonly statusCode: number } }).response.statusCode === 429) throttled += 1;
});

const latencyMs = Number(process.argv[2]);
const { url } = await startSimulatedBackend({
  listen: { host: '127.0.0.1', port: 0 },
  world: new Registry(demoWorld),
  clock: systemClock,
  signal: new AbortController().signal,
  limits: publishedLimits,
  faults: [{ method: '*', path: '*', effect: { kind: 'latency', latencyMs }, occurrence: { kind: 'every' } }],
});
const tell = (message: FromBackend): void => void process.send?.(message);
process.on('message', () => tell({ requests, totalMs, throttled }));
process.on('disconnect', () => process.exit());
tell({ url });
