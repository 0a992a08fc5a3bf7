import { expect, test } from 'vitest';

import { dialects } from '../../../firmware-protocols/index.ts';
import { textOf } from '../../../src/dialect/latin1.ts';
import type { BytePort } from '../../../src/modem/byte-port.ts';
import type { VirtualBoard } from '../../../src/simulator/bench/bench-place.ts';
import type { WireFault } from '../../../src/simulator/boards/wire-fault.ts';
import { VirtualBench } from '../../../src/simulator/bench/virtual-bench.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

const boardOf = (id: string, wireFaults: readonly WireFault[] = []): VirtualBoard => ({
  dialect: dialects.find(({ definition }) => definition.id === id) ?? expect.fail(`${id} is there`),
  unit: { deviceId: '00A10C4E', pac: 'B7D93CE5A61F82D4', faults: new Set() },
  wireFaults: wireFaults,
});

const openWith = async (board: VirtualBoard, baudRate = 9600) => {
  const clock = new VirtualClock();
  const bench = new VirtualBench({ clock, pace: 'as a UART' });
  bench.plug('a', board);
  const port: BytePort = await bench.open('a', { baudRate }, { signal });
  let heard = '';
  port.onData((chunk) => {
    heard += textOf(chunk);
  });
  /** What has come since the last look. */
  const look = async (afterMs: number): Promise<string> => {
    heard = '';
    await clock.advance(afterMs);
    return heard;
  };
  return { bench, clock, port, look };
};

const times = (text: string, word: string): number => text.split(word).length - 1;

test('A board that prints when it starts is reset every three seconds on the virtual bench', async () => {
  const { bench, look } = await openWith(boardOf('st-boot-print'), 115_200);
  expect(times(await look(2900), '  ID  A10C4E\r\n')).toBe(1);
  expect(times(await look(6000), '  ID  A10C4E\r\n')).toBe(2);
  bench.unplug('a');
});

test('A board that prints for DTR prints again when DTR rises, and by nothing else', async () => {
  const { port, look } = await openWith(boardOf('mkrfox-sketch'));
  expect(times(await look(1000), 'ID  = 00A10C4E\r\n')).toBe(1);
  expect(await look(20_000)).toBe('');
  await port.setSignals({ dtr: true, rts: false });
  await port.setSignals({ dtr: false });
  expect(await look(1000)).toBe('');
  await port.setSignals({ dtr: true });
  expect(times(await look(1000), 'ID  = 00A10C4E\r\n')).toBe(1);
});

test('A board that is the USB device itself shows its USB identity, is heard at any speed, and loses nothing to noise', async () => {
  const { bench, look } = await openWith(
    boardOf('mkrfox-sketch', [
      { kind: 'noise', probability: 0.5, seed: 1 },
      { kind: 'flipped bit', answer: 1, byte: 3, bit: 0 },
    ]),
    115_200,
  );
  expect(await bench.list()).toEqual([expect.objectContaining({ vendorId: '2341', productId: '8050' })]);
  expect(await look(1000)).toContain('MKR Fox 1200');
});

test('A reset cuts off what is being said, and line faults go on counting', async () => {
  // Late by five seconds, the first print never comes out; the second one is damaged, the third one is whole.
  const { bench, look } = await openWith(
    boardOf('st-boot-print', [
      { kind: 'late answer', answer: 1, ms: 5000 },
      { kind: 'flipped bit', answer: 2, byte: 23, bit: 0 },
    ]),
    115_200,
  );
  expect(await look(2900)).toBe('');
  expect(await look(3000)).toContain('  ID  A00C4E\r\n');
  const third = await look(3000);
  expect(third).toContain('  ID  A10C4E\r\n');
  expect(times(third, 'Sigfox Device:')).toBe(1);
  bench.unplug('a');
});
