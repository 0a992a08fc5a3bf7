/**
 * What it costs the backend to have scattered units registered and seen: requests, and minutes of its time with the published
 * limits: once where it lists them at once, once where it is late by up to ten minutes. It refuses one unit, and has as many
 * devices of others in between. Whatever waits is over at once, and counted. The number of units is the first argument (default 60,000). Ends with exit code 1 where a unit is not
 * as it should be.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { BaseUrl } from '../../src/backend/http/base-url.ts';
import { Credentials } from '../../src/backend/http/credentials.ts';
import { HttpClient } from '../../src/backend/http/http-client.ts';
import { RateBudget } from '../../src/backend/limits/rate-budget.ts';
import { ApiV2 } from '../../src/backend/v2/api-v2.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import { demoIds, demoUsers, demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../src/simulator/backend/http/rate-limits.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { madeUpId, madeUpPac } from '../series/made-up-series.ts';

const count = Number(process.argv[2] ?? 60_000);
/** Between two units of ours, in IDs; in the middle stands a device of others. */
const apart = 64;
const unitsPerEvent = 1000;
const certificate = 'P_0001_AFAF_01';
const latenessMinutes = [0, 10];
const { signal } = new AbortController();

/** Time passes by itself as ever, and at once where somebody waits. */
class LeapingClock implements Clock {
  leaptMs = 0;

  now(): number {
    return Math.round(systemClock.now() + this.leaptMs);
  }

  uptime(): number {
    return systemClock.uptime() + this.leaptMs;
  }

  async sleep(ms: number, options: { readonly signal: AbortSignal }): Promise<void> {
    options.signal.throwIfAborted();
    this.leaptMs += ms;
    await new Promise((resume) => setImmediate(resume));
  }
}

class CountingHttp extends HttpClient {
  readonly requests = new Map<string, number>();

  override send(...[request, options]: Parameters<HttpClient['send']>): ReturnType<HttpClient['send']> {
    const kind = `${request.method} ${request.path.split('?')[0]?.replace(/[0-9a-f]{24}/, '{id}')}`;
    this.requests.set(kind, (this.requests.get(kind) ?? 0) + 1);
    return super.send(request, options);
  }
}

const idOf = (index: number): string => madeUpId(index * apart);
const refused = idOf(Math.floor(count / 2));
const indexes = Array.from({ length: count }, (_, index) => index);

const measure = async (minutesLate: number, folder: string): Promise<void> => {
  const clock = new LeapingClock();
  const simulated = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world: new Registry({
      ...demoWorld,
      credentials: indexes.map((index) => ({ id: idOf(index), pac: madeUpPac(index), spent: idOf(index) === refused })),
      devices: indexes.map((index) => ({
        id: madeUpId(index * apart + apart / 2),
        pac: madeUpPac(count + index),
        name: 'of others',
        deviceTypeId: demoIds.deviceType,
        productCertificate: certificate,
        creationTime: 0,
      })),
    }),
    clock,
    signal,
    limits: publishedLimits,
    listDelay: { minMs: 0, maxMs: minutesLate * 60_000 },
  });
  const http = new CountingHttp({
    baseUrl: BaseUrl.parse(simulated.url),
    credentials: new Credentials(demoUsers.writer),
  });
  const backend = new ApiV2({ http, budget: new RateBudget({ clock }), clock });
  const journal = await openJournal({ path: join(folder, 'journal.sqlite'), station: 'bench', clock });
  try {
    for (let from = 0; from < count; from += unitsPerEvent) {
      const units = indexes
        .slice(from, from + unitsPerEvent)
        .map((index) => ({ deviceId: idOf(index), pac: madeUpPac(index), name: `u-${idOf(index)}` }));
      await journal.append([
        {
          kind: 'units listed',
          list: 'scattered.csv',
          listing: 'scattered',
          deviceTypeId: demoIds.deviceType,
          certificate,
          units,
        },
      ]);
    }
    const begun = { uptime: clock.uptime(), real: systemClock.uptime() };
    await new Registrar({ journal, backend, clock }).flush({ listing: 'scattered' }, { signal, batchFrom: 1 });
    const minutes = (clock.uptime() - begun.uptime) / 60_000;
    const counts = await journal.countRegistrations();
    process.stdout.write(
      `${count} scattered units, one refused, listed ${minutesLate === 0 ? 'at once' : `up to ${minutesLate} min late`}\n`,
    );
    for (const [kind, requests] of http.requests) process.stdout.write(`${String(requests).padStart(8)}  ${kind}\n`);
    process.stdout.write(
      `${minutes.toFixed(1)} min of backend time, ${((systemClock.uptime() - begun.real) / 1000).toFixed(0)} s of this machine; ${JSON.stringify(counts)}\n`,
    );
    if (counts.confirmed !== count - 1 || counts.refused !== 1) process.exitCode = 1;
  } finally {
    await journal.close();
    await backend.close();
    await simulated.close();
  }
};

process.stdout.write(`${cpus()[0]?.model ?? 'unknown processor'}, node ${process.versions.node}\n`);
for (const minutesLate of latenessMinutes) {
  const folder = await mkdtemp(join(tmpdir(), 'pacline-bench-'));
  await measure(minutesLate, folder).finally(() => rm(folder, { recursive: true, force: true }));
}
