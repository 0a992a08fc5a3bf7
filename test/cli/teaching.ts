import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { expect, onTestFinished } from 'vitest';
import { readKeys } from '../../src/cli/shared/read-keys.ts';
import { teachSlots, type TeachOptions } from '../../src/cli/slots/teach-slots.ts';
import { createLinuxPorts } from '../../src/serial/linux-ports.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import { createFakeLinux, type Adapter } from '../serial/fake-linux.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const place = (socket: number): string => `pci-0000:00:14.0-usb-0:1.${socket}:1.0-port0`;

export const adapter = (socket: number, changes: Partial<Adapter> = {}): Adapter => ({
  name: `ttyUSB${socket}`,
  usb: `1-1.${socket}`,
  serial: `FT${socket}`,
  link: place(socket),
  ...changes,
});

/** A person at a real terminal who teaches slots on a computer of this test's own. */
export const beginTeaching = async (slots: TeachOptions['slots'] = [], stopped = new AbortController()) => {
  const linux = await createFakeLinux();
  const clock = new VirtualClock();
  const cable = await openPseudoTerminal();
  const terminal = new ReadStream(openSync(cable.path, 'r+'));
  onTestFinished(() => {
    terminal.destroy();
    cable.unplug();
  });
  const said: string[] = [];
  let news = Promise.withResolvers<void>();
  const say = (text: string): void => {
    said.push(text);
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  const { signal } = stopped;
  const ports = createLinuxPorts({ clock, ...linux });
  let heard = 0;
  return {
    linux,
    clock,
    terminal,
    taught: teachSlots({ slots, ports, keys: readKeys(terminal, signal), clock, signal, say }),
    press: (keys: string): void => cable.write(Buffer.from(keys)),
    /** The next thing that is said and is like this. */
    hears: async (pattern: RegExp): Promise<string> => {
      for (;;) {
        while (heard < said.length) {
          const text = said[heard] ?? '';
          heard += 1;
          if (pattern.test(text)) return text;
        }
        await news.promise;
      }
    },
    /** Plugs adapters in and presses space; the system's time to name their places goes by. */
    plug: async (...plugged: readonly Adapter[]): Promise<void> => {
      for (const one of plugged) await linux.plug(one);
      cable.write(Buffer.from(' '));
      await clock.untilSleeping();
      await clock.advance(500);
    },
  };
};

export const expectTaught = (
  taught: Awaited<ReturnType<typeof teachSlots>>,
  expected: readonly (readonly [string, number])[],
): void =>
  expect(taught).toEqual(
    expected.map(([name, socket]) => ({
      name,
      port: place(socket),
      usb: { vendorId: '0403', productId: '6001' },
      serialNumber: `FT${socket}`,
    })),
  );
