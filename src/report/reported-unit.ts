import { localTime } from '../domain/shift.ts';
import { isCutShort } from './run-kinds.ts';
import { endOf, stepOf, steps, type LabelRules, type UnitStep, type UnitEnd } from './unit-end.ts';
import type { UnitStory } from './unit-story.ts';

/**
 * What is left to be done about a unit:
 * - `done`: green, and every step taken.
 * - `done later`: every step taken, though the slot never said so: it left amber or was cut short, and was confirmed later.
 * - `open`: something is owed, under way or not known.
 * - `for a person`: red and nothing owed. One that was never read may be there once more under its ID.
 */
export type ReportStanding = 'done' | 'done later' | 'open' | 'for a person';

export interface ReportedUnit extends UnitStory {
  readonly end: UnitEnd;
  /** The first step that it has not taken; null: it has taken all. */
  readonly missing: UnitStep | null;
  readonly standing: ReportStanding;
  readonly wantsLabel: boolean;
  /** Green at last, or cut short or amber and confirmed since. */
  readonly isGood: boolean;
  /** The same of its first seating in the window. */
  readonly isFirstPass: boolean;
}

export const reportedUnit = (story: UnitStory, labels: LabelRules): ReportedUnit => {
  const end = endOf(story, labels);
  const wantsLabel = labels.wantsLabel(story);
  const missing = missingStep(end, wantsLabel);
  const isConfirmed = story.registration?.state === 'confirmed';
  const isGoodRun = (run: UnitStory['lastWord']): boolean =>
    run.colour === 'green' || (isConfirmed && (run.colour === 'amber' || isCutShort(run)));
  return {
    ...story,
    end,
    missing,
    wantsLabel,
    standing: reportStandingOf(story, { end, missing }),
    isGood: isGoodRun(story.lastWord),
    isFirstPass: isGoodRun(story.seatings[0]),
  };
};

const missingStep = (end: UnitEnd, wantsLabel: boolean): UnitStep | null => {
  const asked = wantsLabel ? steps : steps.slice(0, -1);
  return asked[steps.indexOf(stepOf[end]) + 1] ?? null;
};

const reportStandingOf = (
  { seatings, lastWord }: UnitStory,
  { end, missing }: { readonly end: UnitEnd; readonly missing: UnitStep | null },
): ReportStanding => {
  if (seatings.some(({ endedAt }) => endedAt === null)) return 'open';
  if (missing === null) {
    if (lastWord.colour === 'green') return 'done';
    return lastWord.colour === 'amber' || isCutShort(lastWord) ? 'done later' : 'for a person';
  }
  const isOver = end === 'not read' || end === 'not registered' || end === 'refused';
  return isOver && lastWord.colour === 'red' ? 'for a person' : 'open';
};

/** What a unit is by now, for a person. */
export const nowText = ({ end, registration, label, wantsLabel, seatings }: ReportedUnit): string => {
  const since = registration === null ? '' : ` ${localTime(registration.changedAt)}`;
  const running = seatings.some(({ endedAt }) => endedAt === null) ? '; its run has no end' : '';
  switch (end) {
    case 'not read':
      return 'never read';
    case 'in its run':
      return 'its run has no end';
    case 'not registered':
      return `read, not registered${running}`;
    case 'owed':
      return `owed since ${localTime(registration?.owedAt ?? 0)}${running}`;
    case 'under way':
      return `${registration?.state === 'submitted' ? 'in a job of the backend' : registration?.state === 'unknown' ? 'being looked up' : 'sent'} since${since}${running}`;
    case 'refused':
      return `refused${since}${running}`;
    case 'confirmed':
      return `confirmed${since}${wantsLabel ? `, ${label?.state === 'printed' ? 'label not scanned back' : label === null ? 'no label' : 'label owed'}` : ''}${running}`;
    case 'labelled':
      return `confirmed${since}, labelled${running}`;
  }
};
