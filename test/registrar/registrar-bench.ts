import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { BaseUrl } from '../../src/backend/http/base-url.ts';
import { Credentials } from '../../src/backend/http/credentials.ts';
import { HttpClient } from '../../src/backend/http/http-client.ts';
import { RateBudget } from '../../src/backend/limits/rate-budget.ts';
import { ApiV2 } from '../../src/backend/v2/api-v2.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { DeviceId } from '../../src/domain/device-id.ts';
import { Pac } from '../../src/domain/pac.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';
import type { Certification } from '../../src/domain/product.ts';
import type { Parsed } from '../../src/domain/parsed.ts';
import type { JournalEvent, RegistrationOwed } from '../../src/journal/events.ts';
import type { RegistrationState } from '../../src/domain/registration.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import type { RegistrarOptions, RegistrationBackend } from '../../src/registrar/registrar-options.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import { demoIds, demoUsers, demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import type { WorldSeed } from '../../src/simulator/backend/world/entities.ts';
import { parseFault } from '../../src/simulator/backend/faults/parse-fault.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { fastClock } from '../acceptance/support/fast-clock.ts';
import { WatchedJournal } from '../acceptance/support/watched-journal.ts';

const valueOf = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

export const certificate = valueOf(ProductCertificate.parse('P_00A1_BEEF_01'));

/** What the bench's units are registered with, unless a test says otherwise. */
export const wanted: Certification = { kind: 'certificate', certificate };

/** Made-up unit number `index`. */
export const unitOf = (index: number) => {
  const digits = index.toString(16).toUpperCase().padStart(4, '0');
  return { deviceId: valueOf(DeviceId.parse(`00A1${digits}`)), pac: valueOf(Pac.parse(`7C1E5A90B3D2${digits}`)) };
};

export type BenchUnit = ReturnType<typeof unitOf>;

export const waiting = (): AbortSignal => new AbortController().signal;

/** A folder of the test's own, gone with it. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const openWatchedJournal = async (folder: string, clock: Clock): Promise<WatchedJournal> => {
  const journal = new WatchedJournal(
    await openJournal({ path: join(folder, 'journal.sqlite'), station: 'bench-1', clock }),
  );
  onTestFinished(async () => journal.close());
  return journal;
};

export interface WorldOptions {
  readonly seed?: Partial<WorldSeed>;
  /** As `pacline simulate backend --fault` takes them. */
  readonly faults?: readonly string[];
  /** Of the backend: what its latency waits for. */
  readonly clock?: Clock;
  readonly port?: number;
}

/** A backend of the test's own on a real socket. */
export const startWorld = async ({ seed, faults = [], clock = fastClock(1), port = 0 }: WorldOptions = {}) => {
  const simulated = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port },
    world: new Registry({ ...demoWorld, ...seed }),
    faults: faults.map((fault) => valueOf(parseFault(fault))),
    clock,
    signal: waiting(),
  });
  onTestFinished(() => simulated.close());
  return simulated;
};

/** The real client of a simulated backend. */
export const openClient = (url: string, clock: Clock): Backend => {
  const http = new HttpClient({ baseUrl: BaseUrl.parse(url), credentials: new Credentials(demoUsers.writer) });
  const client = new ApiV2({ http, budget: new RateBudget({ clock }), clock });
  onTestFinished(() => client.close());
  return client;
};

export const owedEvent = ({ deviceId }: BenchUnit, changes: Partial<RegistrationOwed> = {}): RegistrationOwed => ({
  kind: 'registration owed',
  deviceId,
  deviceTypeId: demoIds.deviceType,
  certificate,
  name: `bench-${deviceId}`,
  ...changes,
});

export const readEvent = ({ deviceId, pac }: BenchUnit): JournalEvent => ({
  kind: 'unit read',
  run: 'typed',
  deviceId,
  pac: pac.reveal(),
  pacSource: 'typed',
  dialect: 'ax-wisol',
  firmware: null,
});

export type BenchOptions = WorldOptions &
  Partial<Pick<RegistrarOptions, 'timing' | 'concurrency'>> & {
    /** Stands between the registrar and the client. */
    readonly through?: (client: Backend) => RegistrationBackend;
    /** Instead of a backend that runs. */
    readonly url?: string;
  };

/** A registrar on a real journal and a real client, its time passing twenty times as fast as ours. */
export const openBench = async ({
  through = (client) => client,
  timing = { absentAfterMs: 200, batchAbsentAfterMs: 500, batchUnitMs: 0 },
  concurrency,
  url,
  ...worldOptions
}: BenchOptions = {}) => {
  const clock = fastClock(20);
  const { world, ...simulated } = await startWorld(worldOptions);
  const journal = await openWatchedJournal(temporaryFolder(), clock);
  const backend = through(openClient(url ?? simulated.url, clock));
  const registrar = new Registrar({
    journal,
    backend,
    clock,
    timing,
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  onTestFinished(() => registrar.idle());

  return {
    ...simulated,
    world,
    journal,
    backend,
    registrar,
    clock,
    /** Writes the unit down as read, and its registration as owed. */
    owe: async (unit: BenchUnit, changes: Partial<RegistrationOwed> = {}) => {
      await journal.append([readEvent(unit), owedEvent(unit, changes)]);
    },
    register: ({ deviceId }: BenchUnit, signal: AbortSignal = waiting()) => registrar.register(deviceId, { signal }),
    /** Drains until the unit's registration is in one of these states. */
    drainUntil: async ({ deviceId }: BenchUnit, ...states: readonly RegistrationState[]) => {
      const over = new AbortController();
      const draining = registrar.drain({ signal: over.signal });
      const reached = journal.until(async () => {
        const record = await journal.registration(deviceId);
        return record !== null && states.includes(record.state) ? record : null;
      });
      try {
        // A drain that fails shows at once, not when the test runs out of time
        return await Promise.race([reached, draining.then(() => reached)]);
      } finally {
        over.abort();
        await draining;
      }
    },
    /** What became of the unit's registration, in order. */
    story: async ({ deviceId }: BenchUnit): Promise<readonly JournalEvent['kind'][]> => {
      const kinds: JournalEvent['kind'][] = [];
      for await (const { event } of journal.read())
        if (event.kind.startsWith('registration') && 'deviceId' in event && event.deviceId === deviceId)
          kinds.push(event.kind);
      return kinds;
    },
  };
};

export type Bench = Awaited<ReturnType<typeof openBench>>;
