import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { Delivery, type HookDeliveryOptions } from '../../src/hooks/deliver.ts';
import { PositionFile } from '../../src/hooks/position-file.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { SimulatedMes } from '../../src/simulator/mes.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const secret = 'made-up-signing-key';

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-hooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export interface HookBench {
  readonly journal: Journal;
  readonly stateFolder: string;
  readonly clock: VirtualClock;
}

/** A station's journal in a folder of its own, in virtual time. */
export const openBench = async (): Promise<HookBench> => {
  const stateFolder = temporaryFolder();
  const clock = new VirtualClock();
  const journal = await openJournal({ path: join(stateFolder, 'journal.sqlite'), station: 'bench-1', clock });
  onTestFinished(() => journal.close());
  return { journal, stateFolder, clock };
};

export const startMes = async (
  clock: VirtualClock,
  { token = null }: { readonly token?: string | null } = {},
): Promise<SimulatedMes> => {
  const mes = await SimulatedMes.start({
    listen: { host: '127.0.0.1', port: 0 },
    secret,
    token,
    clock,
    signal: new AbortController().signal,
  });
  onTestFinished(() => mes.close());
  return mes;
};

export const createDelivery = (
  { journal, stateFolder, clock }: HookBench,
  options: Pick<HookDeliveryOptions, 'receiver'> & Partial<HookDeliveryOptions>,
): Delivery =>
  new Delivery({
    name: 'mes',
    kinds: null,
    journal,
    clock,
    position: new PositionFile({ stateFolder, name: 'mes' }),
    ...options,
  });

/** A delivery under way; `end` stops it as a station that is asked to stop does. */
export const runDelivery = (delivery: Pick<Delivery, 'run'>): { end(): Promise<void> } => {
  const stop = new AbortController();
  const running = delivery.run({ signal: stop.signal });
  const end = async (): Promise<void> => {
    stop.abort(new Error('asked to stop'));
    await running;
  };
  onTestFinished(end);
  return { end };
};

/** What comes over a real socket comes when it comes: waits until the test sees it, at most ten seconds. */
export const eventually = async (seen: () => void | Promise<void>): Promise<void> => {
  await vi.waitFor(seen, 10_000);
};

/** A real server that answers as it is told; gives its address. */
export const startServer = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return `http://127.0.0.1:${bound.port}`;
};

export const bodyOf = async (request: IncomingMessage): Promise<string> =>
  Buffer.concat(await request.toArray()).toString();
