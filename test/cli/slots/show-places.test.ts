import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { Console } from '../../../src/cli/shared/console.ts';
import { showPlaces } from '../../../src/cli/slots/show-places.ts';
import { createLinuxPorts } from '../../../src/serial/linux-ports.ts';
import type { SlotSetting } from '../../../src/station/slot-setting.ts';
import { createFakeLinux } from '../../serial/fake-linux.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { adapter, place } from '../teaching.ts';

const slots: readonly SlotSetting[] = [
  {
    name: 'left',
    port: place(1),
    presence: 'probe',
    usb: { vendorId: '0403', productId: '6001' },
    serialNumber: 'FT1',
  },
  {
    name: 'right',
    port: place(2),
    presence: 'line',
    line: 'dsr',
    usb: { vendorId: '0403', productId: '6001' },
    serialNumber: 'FT2',
  },
  { name: 'back', port: place(3), presence: 'port' },
];

const shown = async ({ json }: { readonly json: boolean }) => {
  const linux = await createFakeLinux();
  for (const plugged of [adapter(1), adapter(2, { serial: 'FT9' }), adapter(7)]) await linux.plug(plugged);
  const [out, err] = [new PassThrough(), new PassThrough()];
  await showPlaces(
    slots,
    createLinuxPorts({ clock: new VirtualClock(), ...linux }),
    new Console({
      json,
      out: out as unknown as NodeJS.WriteStream,
      err: err as unknown as NodeJS.WriteStream,
      clock: new VirtualClock(),
    }),
  );
  out.end();
  err.end();
  return { dev: linux.dev, out: await text(out), err: await text(err) };
};

test('Each slot is a line with what is at its place, and ports that are no slot come after them', async () => {
  const { dev, out, err } = await shown({ json: false });
  expect(out.split('\n')).toEqual([
    `left         probe    ● ${dev}/ttyUSB1  FT232R USB UART  (0403:6001, serial number FT1)  at ${place(1)}`,
    `right        line dsr ● ${dev}/ttyUSB2  FT232R USB UART  (0403:6001, serial number FT9)  at ${place(2)}  another adapter than taught`,
    `back         port     ○ nothing at ${place(3)}`,
    `-            ${dev}/ttyUSB7  FT232R USB UART  (0403:6001, serial number FT7)  at ${place(7)}  not a slot, skipped`,
    '',
  ]);
  expect(err).toBe(
    'Slot right: another adapter is at its place (0403:6001, serial number FT9) than taught (0403:6001, serial number FT2). Put the old one back, or teach the slot again.\n',
  );
});

test('Programs get one object a slot and a port, with the same keys for each', async () => {
  const { dev, out } = await shown({ json: true });
  const objects = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(objects.map((object) => Object.keys(object).join(' ')))).toEqual(
    new Set(['schema at event slot presence place path vendorId productId serialNumber isAsTaught holder']),
  );
  expect(objects).toMatchObject([
    {
      slot: 'left',
      presence: 'probe',
      place: place(1),
      path: `${dev}/ttyUSB1`,
      serialNumber: 'FT1',
      isAsTaught: true,
      holder: null,
    },
    { slot: 'right', presence: 'line', isAsTaught: false },
    { slot: 'back', path: null, isAsTaught: null },
    { slot: null, path: `${dev}/ttyUSB7`, place: place(7) },
  ]);
});
