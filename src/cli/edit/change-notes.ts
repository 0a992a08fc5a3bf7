import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { DeviceChanged } from '../../journal/unit-events.ts';
import type { Journal } from '../../journal/journal.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { isJournalKept } from '../../journal/witness/against-witness.ts';
import type { UnitResult } from '../../registrar/changes/unit-result.ts';
import type { Settings } from '../../settings/settings.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { stationName } from '../../composition/station-config.ts';

/** What is known of a changed device from now on. */
export type ChangeDetail = Partial<Pick<DeviceChanged, 'deviceTypeId' | 'certificate' | 'name'>>;

/** Where this station writes down what it changed of devices that it registered. */
export interface ChangeNotes {
  note(result: UnitResult, detail: ChangeDetail): Promise<void>;
  close(): Promise<void>;
}

const nowhere: ChangeNotes = { note: async () => undefined, close: async () => undefined };

/** A machine that has never registered anything has no journal, and needs none; one with a line at work cannot be written to. */
export const openChangeNotes = async (
  context: CommandContext,
  settings: Settings,
  console: Console,
): Promise<ChangeNotes> => {
  const path = journalFile(stateFolder(context));
  if (!isJournalKept(path)) return nowhere;
  try {
    return notesIn(
      await openJournal({ path, station: stationName(settings), clock: context.clock, signal: context.signal }),
    );
  } catch (error) {
    if (!PaclineError.is(error) || error.entry.area !== 'journal') throw error;
    console.remark(
      `What is changed is not written down in the journal (${error.code}); a unit that comes again is looked up all the same.`,
    );
    return nowhere;
  }
};

const notesIn = (journal: Journal): ChangeNotes => ({
  async note({ deviceId, code, outcome }, detail) {
    const change = doneCodes.find((one) => one === code);
    if (outcome !== 'pass' || change === undefined || !(await isOurs(deviceId, journal))) return;
    await journal.append([{ kind: 'device changed', deviceId, change, ...detail }]);
  },
  close: async () => journal.close(),
});

const doneCodes: readonly DeviceChanged['change'][] = [
  'edited',
  'transferred',
  'replaced',
  'suspended',
  'resumed',
  'restarted',
  'unsubscribed',
  'disengaged',
  'deleted',
];

const isOurs = async (deviceId: DeviceId, journal: Journal): Promise<boolean> =>
  (await journal.registration(deviceId)) !== null;
