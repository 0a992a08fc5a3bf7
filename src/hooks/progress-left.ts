import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { JournalReader } from '../journal/journal.ts';
import type { HookFailure, HookProgress, HookState } from './hook-state.ts';
import type { HookSetting } from './hook-setting.ts';
import { PositionFile } from './position-file.ts';

/** What the last process left. @throws PaclineError hook down: unreadable, or of another journal, whose events would never be reached */
export const progressLeft = async (
  position: PositionFile,
  journal: Pick<JournalReader, 'lastSequence'>,
): Promise<HookProgress> => {
  const progress = await position.read();
  const last = await journal.lastSequence();
  if (progress.deliveredUpTo <= last) return progress;
  throw new PaclineError(
    'hook down',
    `${position.path} stands at event ${progress.deliveredUpTo}, but the journal ends at ${last}: it is another journal's; delete the file`,
    { context: { path: position.path, last } },
  );
};

export interface LeftBehind {
  readonly journal: Pick<JournalReader, 'lastSequence'>;
  readonly stateFolder: string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * The state of hooks that another process runs, or ran, in the order of the settings. Needs no secret: nothing is opened but the
 * files of the state folder.
 */
export const statesLeft = async (
  settings: readonly Pick<HookSetting, 'name'>[],
  { journal, stateFolder, clock }: LeftBehind,
): Promise<readonly HookState[]> => {
  const last = await journal.lastSequence();
  return Promise.all(
    settings.map(async ({ name }) => {
      const progress = await seenFromOutside({ position: new PositionFile({ stateFolder, name }), journal, clock });
      return { name, ...progress, behind: Math.max(0, last - progress.deliveredUpTo) };
    }),
  );
};

export interface SeenFromOutside {
  readonly position: PositionFile;
  readonly journal: Pick<JournalReader, 'lastSequence'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Where nothing can be known of what was delivered, it is taken for nothing. */
export const seenFromOutside = async ({ position, journal, clock }: SeenFromOutside): Promise<HookProgress> => {
  try {
    return await progressLeft(position, journal);
  } catch (error) {
    if (!PaclineError.is(error, 'hook down')) throw error;
    const at = clock.now();
    return { deliveredUpTo: 0, lastFailure: hookFailureOf(error, at), since: at };
  }
};

/** A fault of ours is shown by its kind only: nobody looked its text through for secrets. */
export const hookFailureOf = (error: unknown, at: number): HookFailure => {
  if (PaclineError.is(error)) return { at, code: error.code, message: error.message };
  return {
    at,
    code: 'internal fault',
    message: `The delivery stopped at a fault of this program: ${error instanceof Error ? error.name : typeof error} (internal fault)`,
  };
};
