/**
 * How long every dialect takes: read with its name known, beside what its wire allows, on pseudo-terminals; and found out by
 * itself on a virtual bench, where a wrong speed garbles bytes as a UART does. Prints a table; judges nothing.
 */
import { cpus } from 'node:os';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { candidatesOn, dialectOfUsb } from '../../src/dialect/identification.ts';
import type { TranscriptExchange } from '../../src/dialect/transcript.ts';
import { identifyModem } from '../../src/modem/identify-modem.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { madeUpUnit } from '../../src/simulator/made-up-unit.ts';
import { VirtualBench } from '../../src/simulator/virtual-bench.ts';
import { systemClock } from '../../src/system-clock.ts';
import { serveBoards } from '../support/simulated-boards.ts';

const rounds = 5;
const bitsPerByte = 10;
const signal = AbortSignal.timeout(540_000);
const definitions = dialects.map(({ definition }) => definition);

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Named {
  readonly readMs: number;
  /** All bytes of both directions at the dialect's speed, one after another, and the silences that its definition asks for. */
  readonly wireMs: number;
}

/** Silence that was kept because the definition asks for it: before a request, or at the end of an answer that has no other end. */
const silencesOf = ({ commands }: DialectDefinition, exchanges: readonly TranscriptExchange[]): number => {
  let total = 0;
  let endsInSilenceMs = 0;
  for (const { command, entries } of exchanges) {
    const { quietBeforeMs = 0, reply } = (command === null ? undefined : commands[command]) ?? {};
    const pausedMs = entries[0]?.afterMs ?? 0;
    total += quietBeforeMs + (pausedMs >= endsInSilenceMs ? endsInSilenceMs : 0);
    endsInSilenceMs = reply?.silenceMs ?? 0;
  }
  return total;
};

const readNamed = async ({ definition }: Dialect): Promise<Named> => {
  const served = await serveBoards(['--dialect', definition.id], 1);
  try {
    const times: Named[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const port = await openSerialPort(served.boards[0]?.port ?? '', definition.serial, { signal });
      const session = new ModemSession({ definition, port, clock: systemClock });
      const startedAt = performance.now();
      await session.open({ signal });
      await readIdentity(session, { readings: 2, signal });
      const readMs = performance.now() - startedAt;
      const bytes = session.transcript.flatMap(({ entries }) => entries).reduce((sum, entry) => sum + entry.bytes.length, 0);
      times.push({ readMs, wireMs: (bytes * bitsPerByte * 1000) / definition.serial.baudRate + silencesOf(definition, session.transcript) });
      await session.close({ signal });
      await port.close();
    }
    return { readMs: median(times.map(({ readMs }) => readMs)), wireMs: median(times.map(({ wireMs }) => wireMs)) };
  } finally {
    served.stop();
  }
};

const findOut = async (dialect: Dialect): Promise<string> => {
  if (dialectOfUsb(definitions, dialect.definition.identify.usb?.[0] ?? null) === dialect.definition) return 'at once, by its USB identity';
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bench = new VirtualBench({ clock: systemClock, pace: 'as a UART' });
    bench.plug('slot', { dialect, unit: madeUpUnit(null, round), lineFaults: [] });
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

console.log(`${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; medians of ${rounds}`);
console.log('dialect              named: read twice   wire limit   ratio   found out by itself');
for (const dialect of dialects) {
  const { id, commands, identify } = dialect.definition;
  // A board that prints when it starts is as fast as the finger on its reset button.
  const speaks = commands.readDeviceId?.request === null;
  const named = commands.readDeviceId === undefined || speaks ? null : await readNamed(dialect);
  const found = identify.mode === 'automatic' || identify.usb !== undefined ? await findOut(dialect) : 'only where named';
  const columns = named === null ? (speaks ? 'speaks by itself' : 'open question').padStart(38) : `${named.readMs.toFixed(1).padStart(12)} ms ${named.wireMs.toFixed(1).padStart(12)} ms   ${(named.readMs / named.wireMs).toFixed(2)}`;
  console.log(`${id.padEnd(20)} ${columns}   ${found}`);
}
