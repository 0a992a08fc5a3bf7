import { followsFrom, hiddenOf } from '../../backend/preflight.ts';
import type { RegisteredDevice } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { JournalAgreement } from '../../registrar/journal-agreement.ts';
import type { Console } from '../shared/console.ts';

/** What the backend shows of a unit, and what this station's journal has of it. */
export interface UnitStatus {
  readonly deviceId: DeviceId;
  /** undefined: not registered, or not visible to this API user. */
  readonly device: RegisteredDevice | undefined;
  readonly journal: JournalAgreement;
}

/** `unit`: everything, on lines of its own; `list`: one line a unit. */
export const showUnitStatus = (
  { deviceId, device, journal }: UnitStatus,
  layout: 'unit' | 'list',
  console: Console,
): void => {
  if (device === undefined) {
    const message = 'not registered, or not visible to this API user';
    const object = { deviceId, outcome: 'fail', code: 'not registered', message, journal };
    console.result(
      object,
      layout === 'list'
        ? `${console.styled('red', 'absent')}      ${deviceId}  ${message}`
        : lines([
            ['unit', deviceId],
            ['backend', console.styled('red', message)],
            ['journal', journal.words],
          ]),
    );
    return;
  }
  const { name, deviceTypeId, state, tokenState, comState, createdAt } = device;
  const object = {
    deviceId,
    outcome: 'pass',
    code: 'registered',
    name,
    deviceTypeId,
    certificate: device.certificate,
    prototype: device.prototype,
    notShown: hiddenOf(device),
    certificationShown: device.certificate !== null || device.prototype === true,
    state: state ?? null,
    tokenState: tokenState ?? null,
    comState: comState ?? null,
    createdAt: createdAt ?? null,
    activationAt: device.activationAt ?? null,
    lastSeenAt: device.lastSeenAt ?? null,
    journal,
  };
  const text =
    layout === 'list'
      ? `${console.styled('green', 'registered')}  ${deviceId}  ${certification(device)} in ${deviceTypeId ?? 'a device type that is not shown'}, ${heard(device)}; journal: ${journal.words}`
      : lines([
          ['unit', `${deviceId}  ${JSON.stringify(name)}`],
          [
            'registered',
            `${createdAt === undefined ? '' : `${time(createdAt)} `}in ${deviceTypeId === null ? 'a device type that is not shown' : `the device type ${deviceTypeId}`}`,
          ],
          ['as', certification(device)],
          ['state', `${state ?? 'not shown'}, token ${tokenState ?? 'not shown'}`],
          ['frames', heard(device)],
          ...hiddenOf(device).map((sight) => ['not shown', `the ${sight}: ${followsFrom[sight]}`] as const),
          ['journal', journal.words],
        ]);
  console.result(object, text);
};

/** The backend has heard the unit: it has taken its token, or at least has been received. */
export const isHeard = (device: RegisteredDevice | undefined): boolean =>
  device?.lastSeenAt !== undefined || device?.activationAt !== undefined;

const heard = ({ lastSeenAt, activationAt }: RegisteredDevice): string => {
  if (activationAt !== undefined)
    return `first ${time(activationAt)}${lastSeenAt === undefined ? '' : `, last ${time(lastSeenAt)}`}`;
  return lastSeenAt === undefined ? 'none so far' : `last ${time(lastSeenAt)}, without a token`;
};

const certification = ({ certificate, prototype }: RegisteredDevice): string =>
  certificate ?? (prototype === true ? 'prototype' : 'what this API user is not shown');

export const lines = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([label, text]) => `${label.padEnd(12)}  ${text}`).join('\n');

const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19);
