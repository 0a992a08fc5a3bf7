import type { JournalEvent, RegistrationEvent, RunEnded, UnitRead } from '../../src/journal/events.ts';

/** Made-up identity number `index`: 00A10000, 00A10001, … each with a PAC of its own. */
export const sampleDevice = (index: number): string => `00A1${index.toString(16).toUpperCase().padStart(4, '0')}`;

export const samplePac = (index: number): string => `5EED0000C0DE${index.toString(16).toUpperCase().padStart(4, '0')}`;

/** Of no event. */
export const sampleHash = '5eed'.repeat(16);

export const runStarted = (run: string): JournalEvent => ({
  kind: 'run started',
  run,
  slot: 'left',
  port: '/dev/ttyS9',
});

export const unitRead = (index: number, changes: Partial<UnitRead> = {}): UnitRead => ({
  kind: 'unit read',
  run: `run-${index}`,
  deviceId: sampleDevice(index),
  pac: samplePac(index),
  pacSource: 'modem',
  dialect: 'sample-dialect',
  firmware: '1.0',
  ...changes,
});

export const runEnded = (run: string, changes: Partial<RunEnded> = {}): RunEnded => ({
  kind: 'run ended',
  run,
  deviceId: null,
  colour: 'amber',
  outcome: 'pass',
  code: 'read',
  message: 'Read, registration owed',
  elapsedMs: 120,
  transcript: '> AT<CR>\n< OK<CR><LF>\n',
  ...changes,
});

/** One event of each kind that a registration knows, for one device. */
export const registrationEvents = (device: string): Readonly<Record<RegistrationEvent['kind'], RegistrationEvent>> => ({
  'registration owed': {
    kind: 'registration owed',
    deviceId: device,
    deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
    certificate: 'P_00A1_B2C3_01',
    name: `sample ${device}`,
  },
  'registration intended': { kind: 'registration intended', deviceId: device },
  'registration postponed': {
    kind: 'registration postponed',
    deviceId: device,
    code: 'backend throttled',
    reason: 'asked to wait',
  },
  'registration confirmed': { kind: 'registration confirmed', deviceId: device, code: 'registered' },
  'registration refused': {
    kind: 'registration refused',
    deviceId: device,
    code: 'backend refused',
    reason: 'PAC is spent',
  },
  'registration unknown': { kind: 'registration unknown', deviceId: device, reason: 'the answer got lost' },
  'registration found absent': { kind: 'registration found absent', deviceId: device },
  'registration accepted': {
    kind: 'registration accepted',
    deviceId: device,
    reason: 'the backend answered that it took the unit',
  },
  'registration withdrawn': {
    kind: 'registration withdrawn',
    deviceId: device,
    operator: 'eng',
    reason: 'a wrong list',
  },
  'registration resend allowed': {
    kind: 'registration resend allowed',
    deviceId: device,
    operator: 'eng',
    reason: 'it is not in the portal',
  },
});
