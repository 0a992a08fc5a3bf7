import { fork, type ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { demoUsers, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../../src/simulator/backend/http/rate-limits.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../../src/simulator/backend/server.ts';
import { usualListDelay } from '../../../src/simulator/backend/world/delay.ts';
import { SimulatedLabelPrinter } from '../../../src/simulator/label-printer.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { shiftClock } from './shift-clock.ts';
import type { Footprint, FromLine, ShiftOfLine, ToLine } from './shift-messages.ts';
import type { ShiftPlan } from './shift-plan.ts';

/** What the world has seen of a shift. */
export interface SeenShift {
  readonly world: Registry;
  /** Labels that came out of the printer; a unit may have more than one. */
  readonly labels: number;
  /** One list for each life of the line's process. */
  readonly lives: readonly (readonly Footprint[])[];
  readonly kills: number;
  /** Requests of the line that the backend answered, and how many of them with "too many requests". */
  readonly requests: number;
  readonly throttled: number;
  readonly wallSeconds: number;
}

/** How another program of the same customer calls itself. */
const other = 'another program';
/** So many are let in within ten seconds. */
const burst = 60;

const latency = {
  method: '*',
  path: '*',
  effect: { kind: 'latency', latencyMs: 150 },
  occurrence: { kind: 'every' },
} as const;

/**
 * One shift: the backend, the printer and the bench live through it, while the line is killed as the plan says and started anew.
 * @throws Error when the line ends in a fault
 */
export const runFactoryShift = async (
  plan: ShiftPlan,
  { folder, onEvent = () => undefined }: { readonly folder: string; readonly onEvent?: (words: string) => void },
): Promise<SeenShift> => {
  const beganAt = systemClock.now();
  const clock = shiftClock({ beganAt, factor: plan.factor });
  const over = new AbortController();
  const { signal } = over;
  const world = new Registry(demoWorld);
  const open = (port: number) =>
    startSimulatedBackend({
      listen: { host: '127.0.0.1', port },
      world,
      clock,
      signal,
      limits: publishedLimits,
      faults: [latency],
      listDelay: usualListDelay,
    });
  let backend = await open(0);
  const backendUrl = backend.url;
  const running: { line: ChildProcess | null } = { line: null };
  const codes = new Map<string, string>();
  const wanted = new Set<string>();
  const show = (deviceId: string): void => {
    const code = codes.get(deviceId);
    if (code === undefined || running.line?.connected !== true) return;
    wanted.delete(deviceId);
    // It may die while it is told.
    running.line.send({ deviceId, code } satisfies ToLine, () => undefined);
  };
  const printer = await SimulatedLabelPrinter.start({
    listen: { host: '127.0.0.1', port: 0 },
    signal,
    onLabel: ({ texts, code }) => {
      const deviceId = texts.find((text) => /^[0-9A-F]{8}$/.test(text));
      if (deviceId === undefined || code === null) return;
      codes.set(deviceId, code.text);
      if (wanted.has(deviceId)) show(deviceId);
    },
  });
  let [requests, throttled, kills] = [0, 0, 0];
  const count = (message: unknown): void => {
    const { request, response } = message as { readonly request: IncomingMessage; readonly response: ServerResponse };
    if (request.headers['user-agent'] === other) return;
    requests += 1;
    if (response.statusCode === 429) throttled += 1;
  };
  subscribe('http.server.response.finish', count);

  const at = async (ms: number, words: string, act: () => Promise<void> | void): Promise<void> => {
    await clock.sleep(ms - (systemClock.now() - beganAt) * plan.factor, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    onEvent(`${(ms / 3_600_000).toFixed(2)} h: ${words}`);
    await act();
  };
  const useUp = async (): Promise<void> => {
    const headers = {
      authorization: `Basic ${btoa(`${demoUsers.writer.login}:${demoUsers.writer.password}`)}`,
      'user-agent': other,
    };
    await Promise.allSettled(Array.from({ length: burst }, () => fetch(`${backendUrl}/devices/?limit=1`, { headers })));
  };
  const happenings = [
    ...plan.outages.flatMap(({ from, to }) => [
      at(from, 'the network is down', () => backend.close()),
      at(to, 'the network is back', async () => {
        backend = await open(Number(new URL(backendUrl).port));
      }),
    ]),
    ...plan.printerOff.flatMap(({ from, to }) => [
      at(from, 'the printer is off', () => printer.switchOff()),
      at(to, 'the printer is on', () => printer.switchOn()),
    ]),
    ...plan.bursts.map((moment) => at(moment, 'another program uses up the limits', useUp)),
    ...plan.kills.map((moment) =>
      at(moment, 'kill -9', () => {
        kills += running.line?.kill('SIGKILL') === true ? 1 : 0;
      }),
    ),
  ];

  const lives: Footprint[][] = [];
  const setting: ShiftOfLine = { plan, beganAt, folder, backendUrl, printer: printer.address };
  const live = async (): Promise<string> => {
    const footprints: Footprint[] = [];
    lives.push(footprints);
    const child = fork(join(import.meta.dirname, 'shift-line.ts'), [JSON.stringify(setting)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    running.line = child;
    wanted.clear();
    child.on('message', (message: FromLine) => {
      if (message.kind === 'footprint') return void footprints.push(message.footprint);
      wanted.add(message.deviceId);
      show(message.deviceId);
    });
    const [code, end] = await once(child, 'exit');
    return end === null ? `exit ${code}` : String(end);
  };
  try {
    let end = await live();
    while (end === 'SIGKILL') end = await live();
    if (end !== 'exit 0') throw new Error(`the line ended with ${end}`);
    return {
      world,
      labels: printer.labels.length,
      lives,
      kills,
      requests,
      throttled,
      wallSeconds: (systemClock.now() - beganAt) / 1000,
    };
  } finally {
    over.abort();
    unsubscribe('http.server.response.finish', count);
    running.line?.kill('SIGKILL');
    await Promise.allSettled([...happenings, backend.close(), printer.switchOff()]);
  }
};
