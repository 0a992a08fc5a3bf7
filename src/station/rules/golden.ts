import { counted } from '../../domain/counted.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { shiftAt, type MinuteOfDay } from '../../domain/shift.ts';
import type { SlotRecord } from '../../journal/journal.ts';
import type { Ages } from './ages.ts';

/** Known units by which a slot shows that it judges rightly. They are never registered. */
export interface GoldenRule {
  /** Any of these is the good one. */
  readonly good: ReadonlySet<DeviceId>;
  /** What known bad units must end with, one each: "no answer" for a mute one. */
  readonly bad: readonly ErrorCode[];
  readonly everyUnits: number | null;
  readonly everyMs: number | null;
}

export interface GoldenMoment {
  /** null: no rule has ever been applied to the slot. */
  readonly slot: SlotRecord | null;
  /** Digest of the settings that hold now. */
  readonly settingsDigest: string | null;
  readonly shiftStarts: readonly MinuteOfDay[];
  /** Milliseconds since the epoch: shifts are times of day. */
  readonly now: number;
  readonly ages: Pick<Ages, 'of'>;
}

/** Why the slot must read its golden units now, without a full stop; null: it need not. */
export const whyGoldenIsDue = (
  rule: GoldenRule,
  { slot, settingsDigest, shiftStarts, now, ages }: GoldenMoment,
): string | null => {
  if (slot === null || slot.goldenAt === null) return 'this slot has never read it';
  if (slot.goldenAt < shiftAt(now, shiftStarts).from) return 'a new shift began';
  if (slot.goldenSettingsDigest !== settingsDigest) return 'the settings changed';
  if (rule.everyUnits !== null && slot.unitsSinceGolden >= rule.everyUnits)
    return `${counted(slot.unitsSinceGolden, 'unit was', 'units were')} judged since the last time`;
  if (rule.everyMs !== null && ages.of(slot.goldenAt) >= rule.everyMs) return 'the last time is too long ago';
  return null;
};

/** What is to be seated next: the good unit, or the bad one that ends with this code. */
export type GoldenStep = 'good' | ErrorCode;

/** How far one slot has come with its golden units. What a restart forgets is read again. */
export class GoldenSteps {
  #passed = 0;

  next({ bad }: GoldenRule): GoldenStep {
    return bad[this.#passed - 1] ?? 'good';
  }

  /** A golden unit was read as it must be: at this step, or unasked (null). True: nothing more is to be read. */
  pass({ bad }: GoldenRule, step: GoldenStep | null): boolean {
    if (step === null) return bad.length === 0;
    this.#passed = this.#passed >= bad.length ? 0 : this.#passed + 1;
    return this.#passed === 0;
  }

  startAgain(): void {
    this.#passed = 0;
  }
}

/** What a reading came to: an ID, or the code that it failed with. */
export type GoldenReading =
  | { readonly deviceId: DeviceId; readonly misfit: string | null }
  | { readonly failed: ErrorCode };

export type GoldenJudgement =
  | { readonly kind: 'a unit' }
  /** Of the units that were asked for, or the good one seated unasked. */
  | { readonly kind: 'golden' }
  | { readonly kind: 'due'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string };

/** `step`: null where nothing is due. */
export const judgeGolden = (rule: GoldenRule, step: GoldenStep | null, reading: GoldenReading): GoldenJudgement => {
  if ('failed' in reading) {
    if (step === null) return { kind: 'a unit' };
    return reading.failed === step
      ? { kind: 'golden' }
      : {
          kind: 'failed',
          sentence: `The golden unit ended with "${reading.failed}" where ${expected(step)} was expected.`,
        };
  }
  const isGood = rule.good.has(reading.deviceId);
  if (step === null || step === 'good') {
    if (!isGood)
      return step === null
        ? { kind: 'a unit' }
        : { kind: 'due', sentence: `Seat ${goldenUnits([...rule.good])} first, then ${reading.deviceId} again.` };
    return reading.misfit === null
      ? { kind: 'golden' }
      : { kind: 'failed', sentence: `The golden unit ${reading.deviceId} was read, but ${reading.misfit}.` };
  }
  return { kind: 'due', sentence: `Seat the golden unit that ends with "${step}" next; this is ${reading.deviceId}.` };
};

/** Which unit is to be seated, for a person. */
export const goldenUnits = (ids: readonly string[]): string =>
  ids.length === 1 ? `the golden unit ${ids[0]}` : `one of the golden units ${ids.join(', ')}`;

const expected = (step: GoldenStep): string => (step === 'good' ? 'its ID' : `"${step}"`);
