import type { Clock } from '../../domain/clock.ts';
import type { TaughtPlace } from '../../settings/file/slot-tables.ts';
import type { PortDescription, PortSource } from '../../station/port-source.ts';
import { TeachingSession } from './teaching-session.ts';
import { portLine } from '../shared/port-line.ts';

/** How long a new adapter gets until the system has named its place, in ms. */
const namingMs = 500;

export interface TeachOptions {
  /** The slots that there are already, in order; new ones come after them. */
  readonly slots: readonly Pick<TaughtPlace, 'name' | 'port'>[];
  readonly ports: Pick<PortSource, 'list'>;
  readonly keys: AsyncIterable<string>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Teaches one slot after another to somebody who plugs boards or adapters in and presses keys; what was taught, in that order. */
export const teachSlots = async (options: TeachOptions): Promise<readonly TaughtPlace[]> => {
  const { keys, ports, say } = options;
  const lesson = new TeachingSession(options.slots);
  let offered: readonly PortDescription[] = [];
  let before = await ports.list();
  const ask = (): void =>
    say(`Slot ${lesson.slot}: plug a board or an adapter into its place, then press space (s skips, q ends).`);
  const goOn = async (): Promise<void> => {
    offered = [];
    before = await ports.list();
    if (lesson.slot !== null) ask();
  };
  const take = async (port: PortDescription): Promise<void> => {
    say(`  ${portLine(port)}`);
    const fault = lesson.take(port);
    say(fault === null ? '  That is its place.' : `  ${fault}`);
    if (fault === null) await goOn();
  };

  ask();
  for await (const key of keys) {
    const chosen = offered[Number(key) - 1];
    if (chosen !== undefined) await take(chosen);
    else if (key === ' ') {
      const { fresh, free } = await look(options, before, lesson);
      offered = fresh.length > 0 ? fresh : free;
      const [only] = fresh;
      if (only !== undefined && fresh.length === 1) await take(only);
      else if (offered.length === 0) say('  No new serial port is there. Check the cable, then press space again.');
      else
        say(
          [
            fresh.length > 0
              ? '  Several ports came; press the number of this one:'
              : '  No new port came. If one of these is meant, press its number:',
            ...offered.slice(0, 9).map((port, index) => `  ${index + 1}  ${portLine(port)}`),
          ].join('\n'),
        );
    } else if (key === 's' || key === 'q') {
      const fault = key === 's' ? lesson.skip() : lesson.end();
      if (fault !== null) say(`  ${fault}`);
      await goOn();
    }
    if (lesson.slot === null) break;
  }
  return lesson.taught;
};

interface PortsToTeach {
  /** What came since this slot's turn began. */
  readonly fresh: readonly PortDescription[];
  /** All that are no slot yet: a fixture's port is always there. */
  readonly free: readonly PortDescription[];
}

const look = async (
  { ports, clock, signal }: TeachOptions,
  before: readonly PortDescription[],
  lesson: TeachingSession,
): Promise<PortsToTeach> => {
  const had = new Set(before.map(({ path, place }) => `${path} ${place}`));
  const isNew = ({ path, place }: PortDescription): boolean => !had.has(`${path} ${place}`);
  if ((await ports.list()).some(isNew)) await clock.sleep(namingMs, { signal });
  const now = await ports.list();
  return { fresh: now.filter(isNew), free: now.filter((port) => lesson.ownerOf(port) === null) };
};
