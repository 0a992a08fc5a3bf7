import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Command } from 'commander';

import { openLine, type Line } from '../../composition/open-line.ts';
import { Credentials } from '../../backend/http/credentials.ts';
import { openStates } from '../../domain/registration.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { demoUsers } from '../../simulator/backend/world/demo-world.ts';
import { publishedLimits } from '../../simulator/backend/http/rate-limits.ts';
import { startSimulatedBackend } from '../../simulator/backend/server.ts';
import { demoPacList, demoProduct, demoSeats, demoWorldFor, type DemoSeat } from '../../simulator/bench/demo-bench.ts';
import { operate, type Seating } from '../../simulator/bench/robot-operator.ts';
import { VirtualBench } from '../../simulator/bench/virtual-bench.ts';
import { plainRules } from '../../station/line-rules.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { reportDemo } from './demo-report.ts';
import { showSlots } from '../run/screen/slot-display.ts';
import { Tally } from '../run/screen/tally.ts';

const slots = Array.from({ length: 8 }, (_, index) => `slot ${index + 1}`);
/** A hand that is quick: about three seconds a unit and slot, so that the demo takes as long as one cares to watch. */
const handlingMs = 1200;
/** What a request to the backend takes on a usual line. */
const latencyMs = 80;
/** So soon is a unit believed to be absent after a lost answer; a real line waits longer. */
const absentAfterMs = 2000;
/** After the last unit, debts get this long to be worked off. */
const drainMs = 20_000;

export const addDemo = (program: Command, context: CommandContext): void => {
  program
    .command('demo')
    .description(
      'the whole way without hardware: 24 virtual units on 8 slots, faults among them, and a backend on this machine',
    )
    .action(
      commandAction(context, async (_, console) => {
        const seats = demoSeats();
        const backend = await startSimulatedBackend({
          listen: { host: '127.0.0.1', port: 0 },
          ...demoWorldFor(seats, latencyMs),
          limits: publishedLimits,
          clock: context.clock,
          signal: context.signal,
        });
        const stateFolder = await mkdtemp(join(tmpdir(), 'pacline-demo-'));
        try {
          const bench = new VirtualBench({ clock: context.clock, pace: 'as a UART' });
          const line = await openLine(
            {
              stateFolder,
              station: 'demo',
              access: { url: backend.url, credentials: new Credentials(demoUsers.writer) },
              timing: { absentAfterMs },
              settings: { station: { contactBounceMs: 100, amberAfterMs: 10_000 } },
              rules: plainRules(demoProduct, { pacList: demoPacList(seats) }),
              slots: slots.map((name) => ({ name, port: name, presence: 'port' })),
            },
            { clock: context.clock, ports: bench },
          );
          try {
            const seatings = await shift({ line, bench, seats, context, console });
            const deserved = await reportDemo({
              seats,
              seatings,
              journal: line.journal,
              world: backend.world,
              console,
            });
            console.remark(`The journal of this demo: PACLINE_STATE_DIR=${stateFolder} pacline journal list`);
            return deserved ? 0 : 1;
          } finally {
            await line.close();
          }
        } finally {
          await backend.close();
        }
      }),
    );
};

interface DemoShift {
  readonly line: Line;
  readonly bench: VirtualBench;
  readonly seats: readonly DemoSeat[];
  readonly context: CommandContext;
  readonly console: Console;
}

const shift = async ({
  line,
  bench,
  seats,
  context: { clock, signal },
  console,
}: DemoShift): Promise<readonly Seating[]> => {
  const { station, journal } = line;
  const tally = new Tally({ station, clock, journal: null });
  const hide = showSlots(station, console, {
    heading: () => `${demoProduct.name}: 24 units, 8 slots`,
    counters: () => tally.line(),
  });
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  const ending = line.run({ signal: running });
  // A line that fails leaves the robot nobody to work for.
  ending.catch((error: unknown) => over.abort(error));
  try {
    const faultyOnce = new Set(seats.filter(({ unit }) => unit.verdicts.length > 1).map(({ name }) => name));
    const seatings = await operate({
      bench,
      station,
      slots,
      units: seats,
      handlingMs,
      clock,
      signal: running,
      // A cable that was pulled in mid-answer is put back, and holds.
      seatAgain: ({ unit }) =>
        faultyOnce.delete(unit.name) ? { ...unit, board: { ...unit.board, wireFaults: [] } } : null,
    });
    await drained(journal, clock, running);
    return seatings;
  } finally {
    over.abort();
    await ending;
    hide();
  }
};

/** Waits until nothing is owed, so that the table shows how everything ended. */
const drained = async (journal: JournalReader, clock: CommandContext['clock'], signal: AbortSignal): Promise<void> => {
  const end = clock.uptime() + drainMs;
  while ((await journal.registrations(openStates, { limit: 1 })).length > 0 && clock.uptime() < end)
    await clock.sleep(200, { signal });
};
