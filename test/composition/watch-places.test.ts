import { expect, onTestFinished, test } from 'vitest';

import { watchPlaces } from '../../src/composition/watch-places.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import type { SlotSetting } from '../../src/station/slot-setting.ts';
import { portsOf } from '../serial/ports-of.ts';
import { createFakeLinux, type Adapter } from '../serial/fake-linux.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { benchWords } from '../cli/bench-console.ts';
import { adapter, place } from '../cli/teaching.ts';

const left: SlotSetting = {
  name: 'left',
  port: place(1),
  presence: 'probe',
  usb: { vendorId: '0403', productId: '6001' },
  serialNumber: 'FT1',
};

/** A line on a computer of this test's own. */
const watchSlots = async (slots: readonly SlotSetting[], ...plugged: readonly Adapter[]) => {
  const linux = await createFakeLinux();
  for (const one of plugged) await linux.plug(one);
  const clock = new VirtualClock();
  const { words, said } = benchWords();
  const stop = new AbortController();
  const watching = watchPlaces(
    { slots, ports: portsOf(linux, slots, clock), clock, say: (sentence) => words.say(sentence) },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await watching;
  });
  await clock.untilSleeping();
  return {
    linux,
    said,
    /** What is said at the next look that was not said before. */
    look: async (): Promise<readonly string[]> => {
      const before = said.length;
      await clock.advance(5000);
      await clock.untilSleeping();
      return said.slice(before);
    },
  };
};

/** The same with one slot that was taught. */
const watch = (...plugged: readonly Adapter[]) => watchSlots([left], ...plugged);

test('nothing is said of a slot that is where it was taught', async () => {
  const { said, look } = await watch(adapter(1));
  expect(said).toEqual([]);
  expect(await look()).toEqual([]);
});

test('nothing is said of a slot at a pseudo-terminal, which is in no list', async () => {
  const cable = await openPseudoTerminal();
  onTestFinished(() => cable.unplug());
  const { said, look } = await watchSlots([{ name: 'left', port: cable.path, presence: 'probe' }]);
  expect(said).toEqual([]);
  expect(await look()).toEqual([]);
});

test('a slot at such a path whose unit is there by the path is told that the path may stay', async () => {
  const cable = await openPseudoTerminal();
  onTestFinished(() => cable.unplug());
  const { said, look } = await watchSlots([{ name: 'left', port: cable.path, presence: 'port' }]);
  expect(said).toEqual([
    expect.stringMatching(/^Slot left: .* is in no list of this machine.*write presence = "probe"\.$/),
  ]);
  expect(await look()).toEqual([]);
});

test('a port that is no slot is said once, and once more when it came again', async () => {
  const { linux, said, look } = await watch(adapter(1), adapter(7));
  const skipped = `${linux.dev}/ttyUSB7 is not a slot, skipped.`;
  expect(said).toEqual([skipped]);
  expect(await look()).toEqual([]);
  await linux.unplug(adapter(7));
  expect(await look()).toEqual([]);
  await linux.plug(adapter(7));
  expect(await look()).toEqual([skipped]);
});

test('a fixture that was pulled out is said once with its code, until it is there again', async () => {
  const { linux, look } = await watch(adapter(1));
  await linux.unplug(adapter(1));
  expect(await look()).toEqual([expect.stringMatching(/^Slot left: nothing is plugged in .*\(port missing\)$/)]);
  expect(await look()).toEqual([]);
  await linux.plug(adapter(1));
  expect(await look()).toEqual([]);
});

test('a new number of the same place is said once, and that nothing is to be done', async () => {
  const { linux, look } = await watch(adapter(1));
  await linux.unplug(adapter(1));
  await linux.plug(adapter(1, { name: 'ttyUSB9' }));
  expect(await look()).toEqual([expect.stringMatching(/ttyUSB9 now, and was .*ttyUSB1\. Nothing is to be done/)]);
  expect(await look()).toEqual([]);
});
