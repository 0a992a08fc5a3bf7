/**
 * How close reading ID and PAC comes to what the wire allows, over real serialport on pseudo-terminals paced at 9600 baud
 * without turnaround. Prints ratios; judges nothing.
 */
import { cpus } from 'node:os';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { readIdentity } from '../../src/modem/read-identity.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { serveBoards } from '../support/simulated-boards.ts';

const rounds = 15;
const signal = AbortSignal.timeout(120_000);
const wireBytes = ['AT$I=10\r', '00A10001\r\n', 'AT$I=11\r', '0123456789ABCDEF\r\n'].join('').length;
const wireMs = (wireBytes * 10_000) / axWisol.serial.baudRate;

/** One round: all ports at once, each from its first written byte to its accepted PAC; the time until the last one is done. */
const readAll = async (paths: readonly string[]): Promise<number> => {
  const ports = await Promise.all(paths.map((path) => openSerialPort(path, axWisol.serial, { signal })));
  const sessions = ports.map((port) => new ModemSession({ definition: axWisol, port, clock: systemClock }));
  const startedAt = performance.now();
  await Promise.all(sessions.map((session) => readIdentity(session, { readings: 1, signal })));
  const elapsedMs = performance.now() - startedAt;
  await Promise.all(sessions.map((session) => session.close({ signal })));
  await Promise.all(ports.map((port) => port.close()));
  return elapsedMs;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const measured = async (count: number): Promise<number> => {
  const served = await serveBoards(['--dialect', axWisol.id], count);
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await readAll(served.boards.map(({ port }) => port)));
    const sorted = times.toSorted((a, b) => a - b);
    console.log(
      `${String(count).padStart(2)} boards: median ${median(times).toFixed(1)} ms, min ${sorted[0]?.toFixed(1)}, max ${sorted.at(-1)?.toFixed(1)}`,
    );
    return median(times);
  } finally {
    served.stop();
  }
};

console.log(
  `${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${wireBytes} bytes at ${axWisol.serial.baudRate} baud = ${wireMs.toFixed(1)} ms on the wire`,
);
const one = await measured(1);
const many = await measured(32);
console.log(`one board / wire limit: ${(one / wireMs).toFixed(3)} (aim 1.10)`);
console.log(`32 boards / one board:  ${(many / one).toFixed(3)} (aim 1.50)`);
