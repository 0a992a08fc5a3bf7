import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';

const never = new AbortController().signal;

/** Opens, lets `work` begin, pulls the cable, and gives the milliseconds until the port says that it is lost. */
const millisecondsToLoss = async (work: 'receiving' | 'sending' | 'idle', round: number): Promise<number> => {
  const board = await openPseudoTerminal();
  const port = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  const heard = Promise.withResolvers<void>();
  port.onData(() => heard.resolve());
  if (work === 'receiving') {
    for (let chunk = 0; chunk < 20; chunk += 1) board.write(Buffer.alloc(200, 'A'));
    if (round % 2 === 0) await heard.promise;
  }
  const writing = work === 'sending' ? port.write(Buffer.alloc(100_000), { signal: never }) : null;
  const settled = writing && expect(writing).rejects.toMatchObject({ code: 'port lost' });
  const pulledAt = performance.now();
  board.unplug();
  expect(await port.closed).toMatchObject({ reason: 'lost' });
  await settled;
  return performance.now() - pulledAt;
};

test('Two hundred unplugs in mid-work each end in a loss within a second, and nothing goes on running', async () => {
  const works = ['receiving', 'sending', 'receiving', 'idle'] as const;
  let slowest = 0;
  for (let round = 0; round < 200; round += 1) {
    slowest = Math.max(slowest, await millisecondsToLoss(works[round % 4] ?? 'idle', round));
  }
  expect(slowest).toBeLessThan(1000);

  const before = process.cpuUsage();
  await pause(500);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(150);
});

test('Thirty-two cables pulled at the same moment are all noticed', async () => {
  const losses = await Promise.all(Array.from({ length: 32 }, (_, round) => millisecondsToLoss('receiving', round)));
  expect(Math.max(...losses)).toBeLessThan(1000);
});
