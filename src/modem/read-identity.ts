import { DeviceId } from '../domain/device-id.ts';
import { Pac } from '../domain/pac.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Parsed } from '../domain/parsed.ts';
import type { ModemSession } from './modem-session.ts';

/** Most readings of one value before the line counts as too noisy to trust. */
const maxReadings = 6;

export interface ReadIdentityOptions {
  /** How many equal readings in a row make a value true: 2, or 1 for an engineer in a hurry. */
  readonly readings: 1 | 2;
  readonly signal: AbortSignal;
}

/** What the modem itself holds. `pac` is null where its dialect has no command for it. */
export interface ModemIdentity {
  readonly deviceId: DeviceId;
  readonly pac: Pac | null;
}

/**
 * Reads ID and PAC until enough readings in a row agree. There is no checksum in either: a third of all one-bit errors in
 * a hex digit give another hex digit, so one disturbance on the line raises the number of equal readings asked for by one.
 * @throws PaclineError line is noisy | unprovisioned | documentation value, and whatever a command throws
 */
export const readIdentity = async (session: ModemSession, options: ReadIdentityOptions): Promise<ModemIdentity> => {
  const { commands } = session.definition;
  if (commands.readDeviceId === undefined) {
    throw new PaclineError('modem refused', `The dialect ${session.definition.id} has no documented command for the device ID.`);
  }
  const deviceId = await agreed(session, 'readDeviceId', options);
  const pac = commands.readPac === undefined ? null : await agreed(session, 'readPac', options);
  return { deviceId: value(DeviceId.parse(deviceId)), pac: pac === null ? null : value(Pac.parse(pac)) };
};

const agreed = async (session: ModemSession, command: 'readDeviceId' | 'readPac', { readings, signal }: ReadIdentityOptions): Promise<string> => {
  const before = session.disturbances;
  let last: string | null = null;
  let equal = 0;
  let disagreed = 0;
  for (let reading = 1; reading <= maxReadings; reading += 1) {
    const text = await session.perform(command, { signal });
    if (last !== null && text !== last) disagreed = 1;
    equal = text === last ? equal + 1 : 1;
    last = text;
    const disturbed = disagreed + Math.min(session.disturbances - before, 1);
    if (equal >= readings + disturbed) return text;
  }
  throw new PaclineError('line is noisy', `${maxReadings} readings of ${command === 'readPac' ? 'the PAC' : 'the device ID'} do not agree. Clean the contacts and shorten the cable, then seat the unit again.`, {
    context: { dialect: session.definition.id, command },
  });
};

const value = <T>(parsed: Parsed<T>): T => {
  if (parsed.ok) return parsed.value;
  throw new PaclineError(parsed.code, `The modem reports no usable identity: ${parsed.reason}.`);
};
