import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { DeviceId } from '../../src/domain/device-id.ts';
import type { RegistrationState } from '../../src/domain/registration.ts';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { startJournal } from '../../src/journal/open-journal.ts';
import { recoverRegistrations } from '../../src/registrar/recover-registrations.ts';
import type {
  RegistrarActivity,
  RegistrarOptions,
  RegistrationBackend,
} from '../../src/registrar/registrar-options.ts';
import { Registrar } from '../../src/registrar/registrar.ts';
import { demoIds } from '../../src/simulator/backend/world/demo-world.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { InMemoryBackend, type InMemoryOptions } from './in-memory-backend.ts';
import { certificate, owedEvent, readEvent, temporaryFolder, type BenchUnit } from './registrar-bench.ts';

/** A clock whose wall time somebody sets; what has passed since some moment is not touched by that. */
export class AdjustedClock extends VirtualClock {
  setForwardMs = 0;

  override now(): number {
    return super.now() + this.setForwardMs;
  }
}

/** Told before and after every call of a registrar to its journal and its backend. May throw: then the call fails, or its result is lost. */
export type Step = () => void;

/** Everything that is asked of `target` is counted, and stepped through. */
const watched = <Target extends object>(
  target: Target,
  { began, ended, step }: { readonly began: () => void; readonly ended: () => void; readonly step: Step },
): Target =>
  new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || key === 'encodedLength' || key === 'read') return value;
      return async (...asked: readonly unknown[]): Promise<unknown> => {
        step();
        began();
        try {
          return await (value.apply(target, asked) as Promise<unknown>);
        } finally {
          ended();
          step();
        }
      };
    },
  });

/** So many turns of the event loop without anything to do mean that everybody waits for the clock. */
const quietTurns = 3;
/** More turns than that without a wait: something spins. */
const mostTurns = 20_000;
const longestMs = 48 * 3_600_000;

export interface VirtualOptions extends InMemoryOptions {
  /** Instead of one made of the other options. */
  readonly backend?: (clock: VirtualClock) => InMemoryBackend;
  /** A journal file to go on with. */
  readonly path?: string;
}

/** Registrars on a real journal and a backend in memory, in time that passes only while all of them wait. */
export const openVirtual = async ({
  backend: makeBackend,
  path = join(temporaryFolder(), 'journal.sqlite'),
  ...inMemory
}: VirtualOptions = {}) => {
  const clock = new AdjustedClock();
  const backend = makeBackend?.(clock) ?? new InMemoryBackend({ clock, ...inMemory });
  const database = new DatabaseSync(path);
  const journal = await startJournal({ database, path, station: 'bench-1', clock });
  // Nobody pulls the plug of a test
  database.exec('pragma synchronous = off');
  onTestFinished(() => journal.close());
  let busy = 0;
  const count = { began: () => void (busy += 1), ended: () => void (busy -= 1) };

  /** A backend answers at once, or waits for the clock. */
  const notCounted = { began: () => undefined, ended: () => undefined };

  const untilQuiet = async (): Promise<void> => {
    for (let turns = 0, quiet = 0; quiet < quietTurns; turns += 1) {
      if (turns > mostTurns) throw new Error('Something goes on without ever waiting');
      await new Promise((resume) => setImmediate(resume));
      quiet = busy === 0 ? quiet + 1 : 0;
    }
  };

  return {
    clock,
    backend,
    journal,
    path,
    /** Lets time pass until the work is over. A work that waits for nothing, or for days, is a fault. */
    through: async <Result>(
      work: Promise<Result>,
      { forMs = longestMs }: { readonly forMs?: number } = {},
    ): Promise<Result> => {
      let over = false;
      const end = (): void => void (over = true);
      work.then(end, end);
      const until = clock.uptime() + forMs;
      for (;;) {
        await untilQuiet();
        if (over) return work;
        const ms = clock.untilNextMs;
        if (ms === null) throw new Error('Nobody waits for the clock, and nothing goes on');
        if (clock.uptime() + ms > until) throw new Error(`It still goes on after ${forMs} ms`);
        await clock.advance(ms);
      }
    },
    /** Lets so much time pass, whatever goes on meanwhile. */
    passing: async (ms: number): Promise<void> => {
      const until = clock.uptime() + ms;
      for (await untilQuiet(); clock.uptime() < until; await untilQuiet())
        await clock.advance(Math.min(until - clock.uptime(), Math.max(1, clock.untilNextMs ?? ms)));
    },
    /** A process that starts: what the one before left in mid-work is unknown from now on. */
    start: async ({
      step = () => undefined,
      through = (seen) => seen,
      client,
      ...options
    }: Partial<Omit<RegistrarOptions, 'journal' | 'clock'>> & {
      readonly step?: Step;
      /** Asks a backend behind a socket: no time passes while it does, however long it takes. */
      readonly client?: RegistrationBackend;
      readonly through?: (journal: Journal) => Journal;
    } = {}) => {
      const activities: RegistrarActivity[] = [];
      const seen = through(watched<Journal>(journal, { ...count, step }));
      await recoverRegistrations(seen);
      return Object.assign(
        new Registrar({
          journal: seen,
          clock,
          onActivity: (activity) => activities.push(activity),
          ...options,
          backend:
            client === undefined
              ? watched<RegistrationBackend>(options.backend ?? backend, { ...notCounted, step })
              : watched(client, { ...count, step }),
        }),
        { activities },
      );
    },
    owe: async (...units: readonly BenchUnit[]): Promise<void> => {
      await journal.append(units.flatMap((unit) => [readEvent(unit), owedEvent(unit)]));
    },
    /** As a file gives them. */
    list: async (listing: string, ...units: readonly BenchUnit[]): Promise<void> => {
      await journal.append([
        {
          kind: 'units listed',
          list: 'units.csv',
          deviceTypeId: demoIds.deviceType,
          certificate,
          listing,
          units: units.map(({ deviceId, pac }) => ({ deviceId, pac: pac.reveal(), name: `bench-${deviceId}` })),
        },
      ]);
    },
    stateOf: async ({ deviceId }: Pick<BenchUnit, 'deviceId'>): Promise<RegistrationState | undefined> =>
      (await journal.registration(deviceId))?.state,
    /** What became of a unit, and of all batches, in order. */
    story: async (deviceId?: DeviceId): Promise<readonly JournalEvent['kind'][]> => {
      const kinds: JournalEvent['kind'][] = [];
      for await (const { event } of journal.read()) {
        const isOfUnit = 'deviceId' in event && event.deviceId === deviceId && event.kind.startsWith('registration');
        if (isOfUnit || event.kind.startsWith('batch') || event.kind === 'units confirmed') kinds.push(event.kind);
      }
      return kinds;
    },
  };
};

export type VirtualBench = Awaited<ReturnType<typeof openVirtual>>;
