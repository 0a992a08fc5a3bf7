import { pause } from '../async/pause.ts';
import type { Clock } from '../domain/clock.ts';
import type { PortSource } from '../station/port-source.ts';
import { wakeOnChange, type FolderWatch } from './folder-wake-up.ts';
import { portChanges } from './port-changes.ts';
import { byPathFolder, scanLinuxPorts, type LinuxRoots, type ScannedPort } from './scan-linux-ports.ts';

/** How long a new USB port is held back for udev to name its place and set its rights; where no udev runs it is shown after that. */
const debounceMs = 1000;

/** How often to look when nothing is heard: while a port bounces; where folders cannot be watched; and in case an event got lost. */
const lookAgainMs = { bouncing: 100, unwatched: 1000, watched: 5000 };

export interface LinuxPortsOptions extends Partial<LinuxRoots> {
  readonly clock: Clock;
  readonly arm?: (folders: readonly string[]) => FolderWatch;
}

/** Ports by /sys/class/tty, their places by /dev/serial/by-path. No process is started, no port is opened. */
export const createLinuxPorts = ({
  clock,
  sys = '/sys',
  dev = '/dev',
  arm = wakeOnChange,
}: LinuxPortsOptions): Pick<PortSource, 'list' | 'watch'> => {
  const roots = { sys, dev };
  return {
    list: async () => (await scanLinuxPorts(roots)).map(({ port }) => port),

    async *watch(signal) {
      const debounced = createDebounce(clock);
      let before: readonly ScannedPort[] = [];
      while (!signal.aborted) {
        const wakeUp = arm([dev, byPathFolder(roots)]);
        try {
          const found = await scanLinuxPorts(roots);
          const after = debounced(found);
          yield* portChanges(before, after);
          before = after;
          const quietMs =
            after.length < found.length
              ? lookAgainMs.bouncing
              : wakeUp.isArmed
                ? lookAgainMs.watched
                : lookAgainMs.unwatched;
          await pause(quietMs, { clock, signal: AbortSignal.any([signal, wakeUp.signal]) });
        } finally {
          wakeUp.close();
        }
      }
    },
  };
};

/** Leaves out ports that were plugged in just now and have no place yet. What is there at the first look is not new. */
const createDebounce = (clock: Clock): ((found: readonly ScannedPort[]) => readonly ScannedPort[]) => {
  let since: ReadonlyMap<string, number> | null = null;
  return (found) => {
    const now = clock.now();
    const known = since;
    const next = new Map(
      found.map((scanned) => [plugging(scanned), known === null ? -Infinity : (known.get(plugging(scanned)) ?? now)]),
    );
    since = next;
    return found.filter((scanned) => scanned.isPlaced || now - (next.get(plugging(scanned)) ?? now) >= debounceMs);
  };
};

const plugging = ({ port, enumeration }: ScannedPort): string => `${port.path} ${enumeration}`;
