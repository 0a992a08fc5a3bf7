import { expect, test } from 'vitest';
import { surveyPlaces } from '../../../src/station/presence/known-places.ts';
import type { PortDescription } from '../../../src/station/port-source.ts';
import type { SlotSetting } from '../../../src/station/slot-setting.ts';

const at = (hub: string, socket: number): string => `pci-0000:00:14.0-usb-0:${hub}.${socket}:1.0-port0`;

const portAt = (number: number, place: string | null, changes: Partial<PortDescription> = {}): PortDescription => ({
  path: `/dev/ttyUSB${number}`,
  place,
  vendorId: '0403',
  productId: '6001',
  serialNumber: `FT${number}`,
  product: 'FT232R USB UART',
  ...changes,
});

const slotAt = (socket: number, changes: Partial<SlotSetting> = {}): SlotSetting =>
  ({
    name: `slot ${socket}`,
    port: at('1', socket),
    presence: 'probe',
    usb: { vendorId: '0403', productId: '6001' },
    serialNumber: `FT${socket}`,
    ...changes,
  }) as SlotSetting;

const messages = (options: Parameters<typeof surveyPlaces>[0]): readonly string[] =>
  surveyPlaces(options).findings.map(({ message }) => message);

test('Slots whose adapters are where they were taught give no finding, and ports that are no slot are unassigned', () => {
  const [first, second, stranger] = [portAt(1, at('1', 1)), portAt(2, at('1', 2)), portAt(9, at('4', 1))];
  const { slots, unassignedPorts, findings } = surveyPlaces({
    slots: [slotAt(1), slotAt(2, { presence: 'port' })],
    ports: [second, stranger, first],
  });
  expect(slots.map(({ port, isAsTaught }) => ({ port, isAsTaught }))).toEqual([
    { port: first, isAsTaught: true },
    { port: second, isAsTaught: true },
  ]);
  expect({ unassignedPorts, findings }).toEqual({ unassignedPorts: [stranger], findings: [] });
});

test('Two adapters with the same serial number are told by their places', () => {
  const ports = [portAt(1, at('1', 1), { serialNumber: 'A1' }), portAt(2, at('1', 2), { serialNumber: 'A1' })];
  expect(messages({ slots: [slotAt(1, { serialNumber: 'A1' })], ports })).toEqual([
    '2 adapters have the same serial number A1: /dev/ttyUSB1 (slot slot 1), /dev/ttyUSB2. Only their places tell them apart: keep each where it was taught.',
  ]);
});

test('The ports of one adapter have its serial number in common by right, and adapters without one share nothing', () => {
  const ofOne = [0, 1].map((number) =>
    portAt(number, `pci-0000:00:14.0-usb-0:1.1:1.${number}-port0`, { serialNumber: 'A1' }),
  );
  const without = [5, 6].map((number) => portAt(number, at('1', number), { serialNumber: null }));
  expect(messages({ slots: [], ports: [...ofOne, ...without] })).toEqual([]);
});

test.each([
  { kind: 'with serial numbers', serialNumbers: ['FT1', 'FT2', 'FT3'] },
  { kind: 'without', serialNumbers: [null, null, null] },
])('A hub that was moved is one finding, not one a slot (adapters $kind)', ({ serialNumbers }) => {
  const slots = [1, 2, 3].map((socket): SlotSetting => {
    const { serialNumber: _, ...slot } = slotAt(socket);
    const serialNumber = serialNumbers[socket - 1] ?? null;
    return serialNumber === null ? slot : { ...slot, serialNumber };
  });
  const moved = [1, 2, 3].map((socket) =>
    portAt(socket, at('3', socket), { serialNumber: serialNumbers[socket - 1] ?? null }),
  );
  const { findings, unassignedPorts } = surveyPlaces({ slots, ports: moved });
  expect(findings).toEqual([
    {
      code: 'port missing',
      message: expect.stringMatching(
        /^The adapters of all 3 slots are there, but each at another place than taught: their hub was moved.*Put it back, or teach/,
      ),
    },
  ]);
  expect(unassignedPorts.length).toBe(3);
  expect(messages({ slots, ports: moved.slice(1) })).not.toEqual([expect.stringMatching(/hub was moved/)]);
});

test('One adapter that was moved alone is found where it is now', () => {
  const ports = [portAt(1, at('1', 1)), portAt(2, at('1', 7))];
  expect(messages({ slots: [slotAt(1), slotAt(2)], ports })).toEqual([
    `Slot slot 2: its adapter (0403:6001, serial number FT2) is at ${at('1', 7)}, where no slot is. Put it back to ${at('1', 2)}, or teach the slot again.`,
  ]);
});

test('A fixture that is not plugged in is missing; a slot whose units bring their port is just empty', () => {
  expect(surveyPlaces({ slots: [slotAt(1), slotAt(2, { presence: 'port' })], ports: [] }).findings).toEqual([
    {
      code: 'port missing',
      message: `Slot slot 1: nothing is plugged in at ${at('1', 1)}. Check the cable of the fixture and the hub's supply.`,
    },
  ]);
});

test('Two adapters that changed places are each named with the slot that they belong to', () => {
  const ports = [portAt(2, at('1', 1)), portAt(1, at('1', 2))];
  const { slots, findings } = surveyPlaces({ slots: [slotAt(1), slotAt(2)], ports });
  expect(slots.map(({ isAsTaught }) => isAsTaught)).toEqual([false, false]);
  expect(findings.map(({ message }) => message)).toEqual([
    'Slot slot 1: another adapter is at its place (0403:6001, serial number FT2, which belongs to slot slot 2) than taught (0403:6001, serial number FT1). Put the old one back, or teach the slot again.',
    'Slot slot 2: another adapter is at its place (0403:6001, serial number FT1, which belongs to slot slot 1) than taught (0403:6001, serial number FT2). Put the old one back, or teach the slot again.',
  ]);
});

test('A unit that brings its port may have a serial number of its own, but is another kind by its USB identity', () => {
  const slots = [slotAt(1, { presence: 'port' })];
  expect(messages({ slots, ports: [portAt(1, at('1', 1), { serialNumber: 'another' })] })).toEqual([]);
  expect(
    messages({ slots, ports: [portAt(1, at('1', 1), { vendorId: '1A86', productId: '7523', serialNumber: null })] }),
  ).toEqual([expect.stringMatching(/^Slot slot 1: another adapter is at its place \(1a86:7523\)/)]);
});

test('A new number at the same place is said once, and nothing is to be done', () => {
  const [old, now] = [[portAt(1, at('1', 1))], [portAt(8, at('1', 1), { serialNumber: 'FT1' })]];
  expect(messages({ slots: [slotAt(1)], ports: now, before: old })).toEqual([
    'Slot slot 1: its port is called /dev/ttyUSB8 now, and was /dev/ttyUSB1. Nothing is to be done: the slot goes by its place.',
  ]);
  expect(messages({ slots: [slotAt(1)], ports: now, before: now })).toEqual([]);
});

test('A slot that was never taught an adapter is neither as taught nor otherwise', () => {
  const { slots, findings } = surveyPlaces({
    slots: [{ name: 'left', port: '/dev/ttyUSB1', presence: 'port' }],
    ports: [portAt(1, null)],
  });
  expect(slots[0]).toMatchObject({ port: { path: '/dev/ttyUSB1' }, isAsTaught: null });
  expect(findings).toEqual([]);
});
