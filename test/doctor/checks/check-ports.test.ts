import { join } from 'node:path';

import { expect, test } from 'vitest';

import { checkPorts, type PortsToCheck } from '../../../src/doctor/checks/check-ports.ts';
import { createFakeMachine } from '../fake-machine.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

const adapter = { name: 'ttyUSB0', usb: '1-1.2', serial: 'A1', link: 'pci-0000:00:14.0-usb-0:1.2:1.0-port0' } as const;

const look = (options: Omit<PortsToCheck, 'platform'>) =>
  lookedAt(checkPorts({ platform: 'linux', mayUse: async () => true, ...options }));

test('a port that may be used and that nobody holds is in order, with the name of its adapter', async () => {
  const { roots, plug } = await createFakeMachine();
  await plug(adapter);
  const findings = await look({ slots: [], roots });
  expect(findings).toEqual([
    {
      subject: join(roots.dev, 'ttyUSB0'),
      severity: 'ok',
      code: null,
      message: expect.stringContaining('FT232R USB UART'),
      action: null,
    },
  ]);
});

test('without a port there is nothing to look at', async () => {
  const { roots } = await createFakeMachine();
  expect(await look({ slots: [], roots })).toMatchObject([{ severity: 'skipped' }]);
});

test('a slot finds its port by path or by place', async () => {
  const { roots, plug } = await createFakeMachine();
  await plug(adapter);
  await plug({ name: 'ttyUSB1', usb: '1-1.3', serial: 'B2' });
  const findings = await look({
    slots: [
      { name: 'left', port: adapter.link, presence: 'probe' },
      { name: 'right', port: join(roots.dev, 'ttyUSB1'), presence: 'probe' },
    ],
    roots,
  });
  expect(findings).toMatchObject([
    { subject: 'slot left', severity: 'ok', message: expect.stringContaining('ttyUSB0') },
    { subject: 'slot right', severity: 'ok', message: expect.stringContaining('ttyUSB1') },
  ]);
});

test('a place that is empty is left to the check of places, and is as it should be where the board brings its port', async () => {
  const { roots } = await createFakeMachine();
  const findings = await look({
    slots: [
      { name: 'left', port: adapter.link, presence: 'probe' },
      { name: 'right', port: '/dev/nowhere', presence: 'port' },
    ],
    roots,
  });
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'slot left').severity).toBe('skipped');
  expect(about(findings, 'slot right').message).toContain('comes with its unit');
});

test('a port without rights is a fault of the slot that needs it, and a warning elsewhere; the message names the group', async () => {
  const { roots, plug } = await createFakeMachine();
  await plug(adapter);
  await plug({ name: 'ttyUSB1', usb: '1-1.3', serial: 'B2' });
  const findings = await look({
    slots: [{ name: 'left', port: adapter.link, presence: 'probe' }],
    roots,
    mayUse: async () => false,
  });
  expect(complaints(findings)).toEqual([
    'fault: slot left: port forbidden',
    `warning: ${join(roots.dev, 'ttyUSB1')}: port forbidden`,
  ]);
  expect(about(findings, 'slot left').message).toMatch(/belongs to (?:the group|root)/);
});

test('another program on the port is named with its process', async () => {
  const { roots, plug, run } = await createFakeMachine();
  await plug(adapter);
  await run({ pid: 4711, program: 'minicom', opens: join(roots.dev, 'ttyUSB0') });
  const findings = await look({ slots: [], roots });
  expect(findings).toMatchObject([
    { severity: 'fault', code: 'port busy', message: expect.stringContaining('minicom (process 4711)') },
  ]);
});

test('a pacline that works on the port is as it should be', async () => {
  const { roots, plug, run } = await createFakeMachine();
  await plug(adapter);
  await run({ pid: 4711, program: 'pacline', opens: join(roots.dev, 'ttyUSB0') });
  expect(await look({ slots: [], roots })).toMatchObject([
    { severity: 'ok', message: expect.stringContaining('process 4711') },
  ]);
});

test('ModemManager contests a USB port that it is not told to leave alone', async () => {
  const { roots, plug, run, addUart } = await createFakeMachine();
  await plug(adapter);
  await addUart('ttyS4', { type: 4 });
  await run({ pid: 612, program: 'ModemManager' });
  expect(complaints(await look({ slots: [], roots }))).toEqual([
    `warning: ${join(roots.dev, 'ttyUSB0')}: port contested`,
  ]);
});

test.each([
  { where: 'the port', note: 'notePort', of: 'ttyUSB0', property: 'ID_MM_PORT_IGNORE' },
  { where: 'the port', note: 'notePort', of: 'ttyUSB0', property: 'ID_MM_DEVICE_IGNORE' },
  { where: 'the USB device', note: 'noteUsb', of: '1-1.2', property: 'ID_MM_DEVICE_IGNORE' },
] as const)('$property of $where keeps ModemManager off', async ({ note, of, property }) => {
  const machine = await createFakeMachine();
  await machine.plug(adapter);
  await machine.run({ pid: 612, program: 'ModemManager' });
  await machine[note](of, `I:1\nE:ID_MM_CANDIDATE=1\nE:${property}=1\nG:systemd\n`);
  expect(complaints(await look({ slots: [], roots: machine.roots }))).toEqual([]);
});

test('an adapter that holds back short answers is slow, at 1 ms it is not', async () => {
  const { roots, plug, setLatency } = await createFakeMachine();
  await plug(adapter);
  await plug({ name: 'ttyUSB1', usb: '1-1.3', serial: 'B2' });
  await setLatency('ttyUSB0', 16);
  await setLatency('ttyUSB1', 1);
  const findings = await look({ slots: [], roots });
  expect(complaints(findings)).toEqual([`warning: ${join(roots.dev, 'ttyUSB0')}: adapter slow`]);
  expect(about(findings, join(roots.dev, 'ttyUSB0')).message).toContain('16 ms');
});

test('on another system it says that rights and holders are not looked at', async () => {
  const findings = await lookedAt(checkPorts({ slots: [], platform: 'darwin' }));
  expect(findings).toMatchObject([{ severity: 'skipped' }]);
});
