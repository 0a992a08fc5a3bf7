import { expect, onTestFinished, test } from 'vitest';
import { createLinuxPorts } from '../../src/serial/linux-ports.ts';
import { createMachinePorts } from '../../src/serial/machine-ports.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import type { PortGone, PortSeen } from '../../src/station/port-source.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { createFakeLinux, type Adapter } from './fake-linux.ts';

const left: Adapter = { name: 'ttyUSB0', usb: '1-1.2', serial: 'A5XK', link: 'pci-0000:00:14.0-usb-0:1.2:1.0-port0' };
const right: Adapter = { name: 'ttyUSB10', usb: '1-1.3', serial: 'A5XK', link: 'pci-0000:00:14.0-usb-0:1.3:1.0-port0' };

const start = (changes: AsyncIterable<PortSeen | PortGone>): (() => Promise<PortSeen | PortGone>) => {
  const iterator = changes[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await iterator.next();
    if (done === true) throw new Error('the watch has ended');
    return value;
  };
};

const stopWatch = (): AbortController => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  return stop;
};

test('Two adapters with the same serial number are told apart by their places', async () => {
  const linux = await createFakeLinux();
  await linux.plug(right);
  await linux.plug(left);
  const adapter = { vendorId: '0403', productId: '6001', serialNumber: 'A5XK', product: 'FT232R USB UART' };
  expect(await createLinuxPorts({ ...linux, clock: new VirtualClock() }).list()).toEqual([
    { path: `${linux.dev}/ttyUSB0`, place: 'pci-0000:00:14.0-usb-0:1.2:1.0-port0', ...adapter },
    { path: `${linux.dev}/ttyUSB10`, place: 'pci-0000:00:14.0-usb-0:1.3:1.0-port0', ...adapter },
  ]);
});

test('Without by-path links the place is the USB path, and a missing serial number is none', async () => {
  const linux = await createFakeLinux();
  await linux.plug({ name: 'ttyUSB3', usb: '1-1.4' });
  const ports = await createLinuxPorts({ ...linux, clock: new VirtualClock() }).list();
  expect(ports).toMatchObject([{ place: 'usb-1-1.4:1.0-port0', serialNumber: null }]);
});

test('Where udev links a port under two names, the place is the name that every udev gives', async () => {
  const linux = await createFakeLinux();
  await linux.plug(left);
  await linux.link('ttyUSB0', 'pci-0000:00:14.0-usbv2-0:1.2:1.0-port0');
  expect(await createLinuxPorts({ ...linux, clock: new VirtualClock() }).list()).toMatchObject([{ place: left.link }]);
});

test('Ports without hardware, consoles and virtual terminals are left out; a real UART stays where it is', async () => {
  const linux = await createFakeLinux();
  await linux.addUart('ttyS0', { type: 4 });
  await linux.addUart('ttyS1', { type: 0 });
  await linux.addUart('ttyS2', { type: 4 });
  await linux.addVirtual('tty0');
  await linux.addVirtual('ptmx');
  const ports = await createLinuxPorts({ ...linux, clock: new VirtualClock() }).list();
  expect(ports).toEqual([
    { path: `${linux.dev}/ttyS2`, place: 'ttyS2', vendorId: null, productId: null, serialNumber: null, product: null },
  ]);
});

test('A watch begins with what is there, then tells of each adapter that comes and goes, woken by the device folder', async () => {
  const linux = await createFakeLinux();
  await linux.plug(left);
  const next = start(createLinuxPorts({ ...linux, clock: new VirtualClock() }).watch(stopWatch().signal));
  expect(await next()).toMatchObject({ kind: 'seen', port: { place: left.link } });
  const seen = next();
  await linux.plug(right);
  expect(await seen).toMatchObject({ kind: 'seen', port: { path: `${linux.dev}/ttyUSB10`, place: right.link } });
  const gone = next();
  await linux.unplug(left);
  expect(await gone).toEqual({ kind: 'gone', path: `${linux.dev}/ttyUSB0` });
});

test('A new adapter is announced once udev has named its place', async () => {
  const linux = await createFakeLinux();
  const clock = new VirtualClock();
  const next = start(createLinuxPorts({ ...linux, clock }).watch(stopWatch().signal));
  const seen = next();
  await clock.untilSleeping();
  await linux.plug({ name: 'ttyUSB0', usb: '1-1.2' });
  await linux.link('ttyUSB0', 'pci-0000:00:14.0-usb-0:1.2:1.0-port0');
  // the link's folder came into being unwatched: it is found by looking again
  const told = await advanceUntil(clock, seen);
  expect(told).toMatchObject({ kind: 'seen', port: { place: 'pci-0000:00:14.0-usb-0:1.2:1.0-port0' } });
});

test('Where no udev names places, a new adapter is announced after a second', async () => {
  const linux = await createFakeLinux();
  const clock = new VirtualClock();
  const begun = clock.now();
  const seen = start(createLinuxPorts({ ...linux, clock }).watch(stopWatch().signal))();
  await clock.untilSleeping();
  await linux.plug({ name: 'ttyUSB0', usb: '1-1.2' });
  expect(await advanceUntil(clock, seen)).toMatchObject({ kind: 'seen', port: { place: 'usb-1-1.2:1.0-port0' } });
  expect(clock.now() - begun).toBeGreaterThanOrEqual(1000);
});

test('An adapter pulled and plugged in again between two looks has gone and come', async () => {
  const linux = await createFakeLinux();
  await linux.plug(left);
  const clock = new VirtualClock();
  const deaf = { signal: new AbortController().signal, isArmed: false, close: () => {} };
  const next = start(createLinuxPorts({ ...linux, clock, arm: () => deaf }).watch(stopWatch().signal));
  expect(await next()).toMatchObject({ kind: 'seen' });
  const gone = next();
  await clock.untilSleeping();
  await linux.unplug(left);
  await linux.plug({ ...left, devnum: 8 });
  await clock.advance(1000);
  expect([await gone, await next()]).toMatchObject([{ kind: 'gone' }, { kind: 'seen', port: { place: left.link } }]);
});

test('Where folders cannot be watched, a change is found within a second by the clock', async () => {
  const linux = await createFakeLinux();
  const clock = new VirtualClock();
  const deaf = { signal: new AbortController().signal, isArmed: false, close: () => {} };
  const seen = start(createLinuxPorts({ ...linux, clock, arm: () => deaf }).watch(stopWatch().signal))();
  await clock.untilSleeping();
  await linux.plug(left);
  await clock.advance(1000);
  expect(await seen).toMatchObject({ kind: 'seen', port: { place: left.link } });
});

test('A watch ends when its signal aborts, and leaves no sleep behind', async () => {
  const linux = await createFakeLinux();
  const clock = new VirtualClock();
  const stop = new AbortController();
  const changes = createLinuxPorts({ ...linux, clock }).watch(stop.signal);
  const iterator = changes[Symbol.asyncIterator]();
  const ending = iterator.next();
  await clock.untilSleeping();
  stop.abort();
  expect(await ending).toMatchObject({ done: true });
  expect(clock.sleeping).toBe(0);
});

test('The ports of this machine can be listed, and a path that is in no list can be opened', async () => {
  const ports = createMachinePorts({ clock: new VirtualClock() });
  const board = await openPseudoTerminal();
  onTestFinished(() => board.unplug());
  expect((await ports.list()).map(({ path }) => path)).not.toContain(board.path);
  const port = await ports.open(board.path, { baudRate: 9600 }, { signal: stopWatch().signal });
  expect(port.path).toBe(board.path);
  await port.close();
});

/** Moves time on, whenever somebody sleeps, until the promise settles. */
const advanceUntil = async <T>(clock: VirtualClock, promise: Promise<T>): Promise<T> => {
  const settled = new AbortController();
  void promise.finally(() => settled.abort());
  while (!settled.signal.aborted) {
    if (clock.sleeping > 0) await clock.advance(100);
    await new Promise((resume) => setImmediate(resume));
  }
  return promise;
};
