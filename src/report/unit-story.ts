import type { DeviceId } from '../domain/device-id.ts';
import type { JournalReader, LabelRecord, RegistrationRecord } from '../journal/journal.ts';
import type { BriefRun } from './read-runs.ts';
import { isCutShort } from './run-kinds.ts';

/** All that a window holds of one unit, and what the journal knows of it by now. */
export interface UnitStory {
  /** null: it never said its ID. Whether it came again cannot be told, so each such seating is a unit of its own. */
  readonly deviceId: DeviceId | null;
  /** Oldest first; at least one. */
  readonly seatings: readonly [BriefRun, ...BriefRun[]];
  /** The seating whose verdict counts: the last that was not cut short, or the last of all. */
  readonly lastWord: BriefRun;
  readonly registration: RegistrationRecord | null;
  readonly label: LabelRecord | null;
  readonly serialNumber: string | null;
  /** It was read before the window began. */
  readonly seenBefore: boolean;
}

export type UnitReader = Pick<JournalReader, 'unit' | 'registration' | 'label' | 'labels' | 'serialNumberOf'>;

/** The units of some seatings, in the order in which they first came. */
export const gatherUnits = async (seatings: readonly BriefRun[], reader: UnitReader): Promise<readonly UnitStory[]> => {
  const groups = new Map<string, [BriefRun, ...BriefRun[]]>();
  for (const run of seatings) {
    const key = run.deviceId ?? `run ${run.run}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  const hasLabels = (await reader.labels(['owed', 'printed', 'verified'], { limit: 1 })).length > 0;
  const stories: UnitStory[] = [];
  for (const group of groups.values()) stories.push(await storyOf(group, reader, { hasLabels }));
  return stories;
};

const storyOf = async (
  seatings: readonly [BriefRun, ...BriefRun[]],
  reader: UnitReader,
  { hasLabels }: { readonly hasLabels: boolean },
): Promise<UnitStory> => {
  const [{ deviceId, startedAt }] = seatings;
  const lastWord = seatings.findLast((run) => !isCutShort(run)) ?? seatings.at(-1) ?? seatings[0];
  if (deviceId === null)
    return { deviceId, seatings, lastWord, registration: null, label: null, serialNumber: null, seenBefore: false };
  return {
    deviceId,
    seatings,
    lastWord,
    registration: await reader.registration(deviceId),
    label: hasLabels ? await reader.label(deviceId) : null,
    serialNumber: await reader.serialNumberOf(deviceId),
    seenBefore: ((await reader.unit(deviceId))?.firstReadAt ?? startedAt) < startedAt,
  };
};
