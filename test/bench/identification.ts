/**
 * How long every dialect takes: read with its name known, beside what its wire allows, on a paced board in this process and
 * on one behind a pseudo-terminal; and found out by itself on a virtual bench, where a wrong speed garbles bytes as a UART does. Prints a table; judges nothing.
 * Dialects that are named as arguments are measured alone.
 */
import { cpus } from 'node:os';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { candidatesOn, dialectOfUsb } from '../../src/dialect/identification.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { identifyModem } from '../../src/modem/identify-modem.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import type { BytePort } from '../../src/modem/byte-port.ts';
import { madeUpUnit } from '../../src/simulator/boards/made-up-unit.ts';
import { preciseClock } from '../../src/simulator/precise-clock.ts';
import { VirtualBench } from '../../src/simulator/bench/virtual-bench.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { serveBoards } from '../support/simulated-boards.ts';
import { PerfectHost, type LeastTime } from './least-time.ts';

/** So many rounds with a named dialect, or as many as are done by then. */
const namedRounds = 80;
const namedForMs = 8000;
const foundRounds = 5;
const signal = AbortSignal.timeout(540_000);
const definitions = dialects.map(({ definition }) => definition);

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Reading {
  readonly readMs: number;
  readonly least: LeastTime;
}

interface Named {
  /** Of programs that have just been started, on both sides. */
  readonly first: Reading;
  /** The middle one of the later half of the rounds: both programs are warm, as a station's is after its first units. */
  readonly middle: Reading;
}

/** From the first byte of the opening to the accepted reading, in rounds. */
const readNamed = async (dialect: Dialect, open: () => Promise<BytePort>): Promise<Named> => {
  const { definition } = dialect;
  const perfect = new PerfectHost(dialect, madeUpUnit(null, 0));
  const times: Reading[] = [];
  const end = performance.now() + namedForMs;
  while (times.length < namedRounds && performance.now() < end) {
    const port = await open();
    const session = new ModemSession({ definition, port, clock: systemClock });
    const startedAt = performance.now();
    await session.open({ signal });
    await readIdentity(session, { readings: 2, signal });
    const readMs = performance.now() - startedAt;
    const reading = session.transcript.slice();
    await session.close({ signal });
    await port.close();
    times.push({ readMs, least: perfect.follow(reading) });
    perfect.follow(session.transcript.slice(reading.length));
  }
  const later = times.slice(Math.floor(times.length / 2)).toSorted((a, b) => a.readMs - b.readMs);
  const [first, middle] = [times[0], later[Math.floor(later.length / 2)]];
  if (first === undefined || middle === undefined) throw new Error('no round was measured');
  return { first, middle };
};

/** Through a pseudo-terminal to a board in another process: with everything that the system takes for carrying bytes between two programs. */
const readOverTerminal = async (dialect: Dialect): Promise<Named> => {
  const { definition } = dialect;
  const served = await serveBoards(['--dialect', definition.id], 1);
  try {
    return await readNamed(dialect, () => openSerialPort(served.boards[0]?.port ?? '', definition.serial, { signal }));
  } finally {
    served.stop();
  }
};

/** A paced board in this process: what is left is what this program takes beside the wire. */
const readOnBench = async (dialect: Dialect): Promise<Named> => {
  const bench = new VirtualBench({ clock: preciseClock(systemClock), pace: 'as a UART' });
  bench.plug('slot', { dialect, unit: madeUpUnit(null, 0), wireFaults: [] });
  return readNamed(dialect, () => bench.open('slot', dialect.definition.serial, { signal }));
};

const findOut = async (dialect: Dialect): Promise<string> => {
  if (dialectOfUsb(definitions, dialect.definition.identify.usb?.[0] ?? null) === dialect.definition)
    return 'at once, by its USB identity';
  const times: number[] = [];
  for (let round = 0; round < foundRounds; round += 1) {
    const bench = new VirtualBench({ clock: systemClock, pace: 'as a UART' });
    bench.plug('slot', { dialect, unit: madeUpUnit(null, round), wireFaults: [] });
    const port = await bench.open('slot', { baudRate: 9600 }, { signal });
    const startedAt = performance.now();
    const { result } = await identifyModem(port, candidatesOn(definitions, null), { clock: systemClock, signal });
    times.push(performance.now() - startedAt);
    await port.close();
    bench.unplug('slot');
    if (result.kind !== 'dialect' || result.definition.id !== dialect.definition.id) return result.kind;
  }
  return `${(median(times) / 1000).toFixed(2)} s`;
};

/** How long until a board that says nothing is named as such, where its dialect is named and it need not be waited for. */
const nameMute = async (dialect: Dialect): Promise<string> => {
  const bench = new VirtualBench({ clock: systemClock, pace: 'as a UART' });
  bench.plug('slot', { dialect, unit: { ...madeUpUnit(null, 0), faults: new Set(['mute']) }, wireFaults: [] });
  const port = await bench.open('slot', dialect.definition.serial, { signal });
  const startedAt = performance.now();
  const { outcome } = await readModem(port, {
    dialect: dialect.definition,
    candidates: definitions,
    usb: null,
    readings: 2,
    details: [],
    clock: systemClock,
    signal,
    bootMs: 0,
    onPhase: () => undefined,
  });
  const tookMs = performance.now() - startedAt;
  await port.close();
  const code = outcome.ok ? 'read' : PaclineError.is(outcome.error) ? outcome.error.code : String(outcome.error);
  return `${(tookMs / 1000).toFixed(2)} s${code === 'no answer' ? '' : ` (${code})`}`;
};

const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(10);

const ratio = ({ middle: { readMs, least } }: Named): string =>
  (readMs / (least.wireMs + least.thinkingMs + least.silenceMs)).toFixed(2).padStart(6);

const columnsOf = (bench: Named, terminal: Named): string => {
  const { least } = bench.middle;
  return (
    [least.wireMs, least.thinkingMs, least.silenceMs, bench.middle.readMs].map(ms).join('') +
    ratio(bench) +
    [terminal.first.readMs, terminal.middle.readMs].map(ms).join('') +
    ratio(terminal)
  );
};

console.log(
  `${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; medians: named, of the later half of up to ${namedRounds} rounds; found out, of ${foundRounds}`,
);
console.log(
  'read twice, named          wire    thinks   silence     bench ratio  terminal:first median ratio   found out by itself   mute and named',
);
const chosen = process.argv.slice(2);
for (const dialect of dialects.filter(({ definition }) => chosen.length === 0 || chosen.includes(definition.id))) {
  const { id, commands, identify } = dialect.definition;
  // A board that prints when it starts is as fast as the finger on its reset button.
  const speaks = commands.readDeviceId?.request === null;
  const named =
    commands.readDeviceId === undefined || speaks
      ? null
      : columnsOf(await readOnBench(dialect), await readOverTerminal(dialect));
  const found =
    identify.mode === 'automatic' || identify.usb !== undefined ? await findOut(dialect) : 'only where named';
  console.log(
    `${id.padEnd(20)}${named ?? (speaks ? 'speaks by itself' : 'open question').padStart(72)}   ${found.padEnd(19)}   ${named === null ? '' : await nameMute(dialect)}`,
  );
}
