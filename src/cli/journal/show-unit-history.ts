import { counted } from '../../domain/counted.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Pac } from '../../domain/pac.ts';
import type { JournalReader, LabelRecord, RunRecord, UnitRecord } from '../../journal/journal.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { describeRun, utcSecond, runLine } from './run-line.ts';

/** To show what there is, even where that is not all: what is missing is said. */
export const withJournalReader = async (
  context: CommandContext,
  console: Console,
  work: (reader: JournalReader) => Promise<number>,
): Promise<number> => {
  const reader = await openJournalReader({
    path: journalFile(stateFolder(context)),
    ifContradicted: (why) => console.remarkFailure(why),
  });
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
};

export const showUnitHistory = async (
  reader: JournalReader,
  deviceId: DeviceId,
  secrets: 'shown' | 'hidden',
  console: Console,
): Promise<number> => {
  const unit = await reader.unit(deviceId);
  const runs = await reader.runs({ deviceId, limit: 1000 });
  if (unit === null && runs.length === 0)
    throw new PaclineError('bad usage', `The journal has never seen ${deviceId}.`);
  const registration = await reader.registration(deviceId);
  const serialNumber = await reader.serialNumberOf(deviceId);
  const label = await reader.label(deviceId);
  const shown = (pac: Pac): string => (secrets === 'shown' ? pac.reveal() : pac.toString());
  const lines = [
    `unit          ${deviceId}`,
    ...(unit === null
      ? []
      : [
          ...pacLines(unit, registration?.state === 'confirmed', shown),
          originLine(unit),
          `read          ${utcSecond(unit.firstReadAt)}, last ${utcSecond(unit.lastReadAt)}`,
        ]),
    ...(unit === null || unit.setAside === null ? [] : [`set aside     ${unit.setAside}`]),
    ...(serialNumber === null ? [] : [`serial number ${serialNumber}`]),
    ...(label === null ? [] : [labelLine(label)]),
    ...(registration === null
      ? []
      : [
          `registration  ${registration.state} since ${utcSecond(registration.changedAt)}, ${registration.certificate ?? 'prototype'} in ${registration.deviceTypeId}`,
        ]),
    ...(registration === null || registration.backend === null
      ? []
      : [
          `              at ${registration.backend}${registration.apiUser === null ? '' : `, shown to the API user ${registration.apiUser}`}`,
        ]),
    ...(registration === null || registration.reason === null ? [] : [`              ${registration.reason}`]),
    'runs',
    ...runs.map((run) => `  ${runLine(run, console)}${besideRun(run)}`),
  ];
  const described =
    unit === null
      ? null
      : { ...unit, pac: shown(unit.pac), currentPac: unit.currentPac === null ? null : shown(unit.currentPac) };
  console.result(
    { deviceId, unit: described, serialNumber, label, registration, runs: runs.map(describeRun) },
    lines.join('\n'),
  );
  return 0;
};

/** Which modem told its ID, or how it came where none did. */
const originLine = ({ dialect, firmware }: UnitRecord): string => {
  if (dialect === 'typed') return 'came          by hand';
  if (dialect.startsWith('list ')) return `came          file ${dialect.slice('list '.length)}`;
  return `modem         ${dialect}${firmware === null ? '' : `, ${firmware}`}`;
};

const labelLine = ({ state, printedAt, verifiedAt, copies, reprints }: LabelRecord): string => {
  const when = verifiedAt ?? printedAt;
  const stands = { owed: 'owed', printed: 'printed, not scanned back', verified: 'printed and scanned back' }[state];
  const again = reprints === 0 ? '' : `, ${copies} copies, ${counted(reprints, 'reprint')}`;
  return `label         ${stands}${when === null ? '' : ` ${utcSecond(when)}`}${again}`;
};

/** What production asked for, and who was there. */
export const besideRun = ({ order, operator }: RunRecord): string =>
  `${order === null ? '' : `  order ${order}`}${operator === null ? '' : `  operator ${operator}`}`;

/** After registration the current PAC counts, which the backend has made; the initial one is spent. */
const pacLines = (
  { pac, pacSource, currentPac }: UnitRecord,
  isConfirmed: boolean,
  shown: (pac: Pac) => string,
): readonly string[] => {
  if (currentPac !== null)
    return [
      `PAC           ${shown(currentPac)} (current, from the backend)`,
      `initial PAC   ${shown(pac)} (${pacSource}; spent)`,
    ];
  if (!isConfirmed) return [`PAC           ${shown(pac)} (${pacSource})`];
  return [
    `initial PAC   ${shown(pac)} (${pacSource}; spent by the registration)`,
    'PAC           not shown to this API user; one with write rights on devices sees it',
  ];
};
