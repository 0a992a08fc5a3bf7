import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { checkPlaces } from '../../../src/doctor/checks/check-places.ts';
import { createLinuxPorts } from '../../../src/serial/linux-ports.ts';
import type { SlotSetting } from '../../../src/station/slot-setting.ts';
import { adapter, place } from '../../cli/teaching.ts';
import { portsOf } from '../../serial/ports-of.ts';
import { createFakeLinux, type Adapter } from '../../serial/fake-linux.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { complaints, lookedAt } from '../looked-at.ts';

const slot = (name: string, socket: number): SlotSetting => ({
  name,
  port: place(socket),
  presence: 'probe',
  usb: { vendorId: '0403', productId: '6001' },
  serialNumber: `FT${socket}`,
});

const look = async (slots: readonly SlotSetting[], plugged: readonly Adapter[]) => {
  const linux = await createFakeLinux();
  for (const one of plugged) await linux.plug(one);
  return lookedAt(checkPlaces({ slots, ports: createLinuxPorts({ clock: new VirtualClock(), ...linux }) }));
};

test('slots that are where the settings say are in order', async () => {
  expect(await look([slot('left', 1), slot('right', 2)], [adapter(1), adapter(2)])).toEqual([
    { subject: 'slots', severity: 'ok', code: null, message: 'All 2 slots are where the settings say.', action: null },
  ]);
});

test('without slots there is nothing to look at', async () => {
  expect(await look([], [adapter(1)])).toMatchObject([{ severity: 'skipped' }]);
});

test('a fixture at which nothing is plugged in is a fault with what to do; a unit that brings its port is only not seated', async () => {
  const findings = await look([slot('left', 1), { name: 'right', port: place(2), presence: 'port' }], []);
  expect(findings).toEqual([
    {
      subject: 'slots',
      severity: 'fault',
      code: 'port missing',
      message: `Slot left: nothing is plugged in at ${place(1)}.`,
      action: "Check the cable of the fixture and the hub's supply.",
    },
  ]);
});

test('a hub that was moved is one fault, not one for each slot', async () => {
  const findings = await look(
    [slot('left', 1), slot('right', 2)],
    [adapter(5, { serial: 'FT1' }), adapter(6, { serial: 'FT2' })],
  );
  expect(findings).toMatchObject([
    {
      severity: 'fault',
      code: 'port missing',
      message: expect.stringContaining('their hub was moved to another USB port.'),
      action: expect.stringMatching(/^Put it back/),
    },
  ]);
});

test('another adapter than taught, and two that nothing but their place tells apart, are worth a word', async () => {
  const findings = await look([slot('left', 1), slot('right', 2)], [adapter(1, { serial: 'FT2' }), adapter(2)]);
  expect(complaints(findings)).toEqual(['warning: slots: -', 'warning: slots: -']);
  expect(findings).toMatchObject([
    {
      message: expect.stringMatching(
        /^Slot left: another adapter is at its place .* which belongs to slot right\) than taught/,
      ),
      action: 'Put the old one back, or teach the slot again.',
    },
    {
      message: expect.stringContaining('have the same serial number FT2'),
      action: expect.stringMatching(/^Only their places tell them apart/),
    },
  ]);
});

test('a path that is there and in no list, such as that of a pseudo-terminal, is no empty place', async () => {
  const linux = await createFakeLinux();
  await symlink('/dev/null', join(linux.dev, 'mine'));
  const left: SlotSetting = { name: 'left', port: join(linux.dev, 'mine'), presence: 'probe' };
  const lookAt = async (slots: readonly SlotSetting[]) =>
    lookedAt(checkPlaces({ slots, ports: portsOf(linux, slots, new VirtualClock()) }));
  expect(complaints(await lookAt([left]))).toEqual([]);
  expect(await lookAt([{ ...left, presence: 'port' }])).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('in no list'), action: expect.stringContaining('"probe"') },
  ]);
});
