import { MockBinding, type MockPortBinding } from '@serialport/binding-mock';
import type { BindingInterface, SetOptions, UpdateOptions } from '@serialport/bindings-interface';
import { expect, test } from 'vitest';
import { openWithBinding } from '../../src/serial/open-with-binding.ts';
import { collect } from './collect.ts';

const never = new AbortController().signal;

test('A port works over another binding: bytes both ways, lines kept at their level, the new speed, and the lock', async () => {
  const opened: MockPortBinding[] = [];
  const levels: unknown[] = [];
  const speeds: unknown[] = [];
  const binding: BindingInterface = {
    list: () => MockBinding.list(),
    async open(options) {
      const mock = await MockBinding.open(options);
      opened.push(mock);
      const set = mock.set.bind(mock);
      const update = mock.update.bind(mock);
      return Object.assign(mock, {
        set: (asked: SetOptions) => {
          levels.push(asked);
          return set(asked);
        },
        update: (asked: UpdateOptions) => {
          speeds.push(asked);
          return update(asked);
        },
      });
    },
  };
  MockBinding.createPort('/dev/ttyMOCK0', { record: true, echo: true });
  const port = await openWithBinding('/dev/ttyMOCK0', { baudRate: 9600 }, { signal: never, binding });
  const heard = collect((listener) => port.onData(listener));
  await port.write(Buffer.from('AT\r'), { signal: never });
  expect(String(await heard.until(3))).toBe('AT\r');
  expect(String(opened[0]?.recording)).toBe('AT\r');

  await port.setSignals({ dtr: false });
  await port.setSignals({ brk: true });
  expect(levels).toMatchObject([
    { dtr: false, rts: true, brk: false },
    { dtr: false, rts: true, brk: true },
  ]);
  await port.setBaudRate(115_200);
  expect(speeds).toEqual([{ baudRate: 115_200 }]);
  expect(await port.signals()).toEqual({ cts: true, dsr: false, dcd: false });

  await expect(openWithBinding('/dev/ttyMOCK0', { baudRate: 9600 }, { signal: never, binding })).rejects.toMatchObject({
    code: 'port busy',
  });
  await port.close();
  expect(await port.closed).toMatchObject({ reason: 'requested' });
});
