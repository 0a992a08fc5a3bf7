import { expect, test } from 'vitest';
import { createListedPorts } from '../../src/serial/listed-ports.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const portInfo = (path: string, locationId?: string) => ({
  path,
  locationId,
  manufacturer: 'FTDI',
  serialNumber: 'A5XK',
  vendorId: '0403',
  productId: '6015',
  pnpId: undefined,
});

test('The place of a listed port is its USB location', async () => {
  const ports = createListedPorts({
    clock: new VirtualClock(),
    binding: { list: async () => [portInfo('/dev/tty.usbserial-A5XK', '14100000'), portInfo('COM3')] },
  });
  expect(await ports.list()).toEqual([
    {
      path: '/dev/tty.usbserial-A5XK',
      place: '14100000',
      vendorId: '0403',
      productId: '6015',
      serialNumber: 'A5XK',
      product: 'FTDI',
    },
    { path: 'COM3', place: null, vendorId: '0403', productId: '6015', serialNumber: 'A5XK', product: 'FTDI' },
  ]);
});

test('A watch looks once a second and tells what came and went', async () => {
  const clock = new VirtualClock();
  let plugged = [portInfo('COM3')];
  const stop = new AbortController();
  const watch = createListedPorts({ clock, binding: { list: async () => plugged } }).watch(stop.signal);
  const changes = watch[Symbol.asyncIterator]();
  expect((await changes.next()).value).toMatchObject({ kind: 'seen', port: { path: 'COM3' } });
  const gone = changes.next();
  await clock.untilSleeping();
  plugged = [portInfo('COM4')];
  await clock.advance(1000);
  expect((await gone).value).toEqual({ kind: 'gone', path: 'COM3' });
  expect((await changes.next()).value).toMatchObject({ kind: 'seen', port: { path: 'COM4' } });
  const ending = changes.next();
  await clock.untilSleeping();
  stop.abort();
  expect(await ending).toMatchObject({ done: true });
});

test('A machine that cannot list its ports says so, and how to go on', async () => {
  const ports = createListedPorts({
    clock: new VirtualClock(),
    binding: { list: () => Promise.reject(new Error('udevadm not found')) },
  });
  await expect(ports.list()).rejects.toMatchObject({ code: 'port fault', message: expect.stringContaining('--port') });
});
