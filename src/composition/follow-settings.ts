import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Journal } from '../journal/journal.ts';
import type { LoadedSettings } from '../settings/file/load-settings.ts';
import { watchSettings } from '../settings/file/watch-settings.ts';
import type { LineRules } from '../station/line-rules.ts';

/** The rules that hold now; those of a run hold to its end. */
export interface CurrentRules {
  now: LineRules;
}

export interface FollowSettingsOptions {
  readonly clock: Clock;
  readonly loaded: LoadedSettings;
  readonly journal: Journal;
  readonly current: CurrentRules;
  readonly say: (sentence: string) => void;
  /** The rules of changed settings. @throws PaclineError that keeps the old ones */
  readonly rulesOf: (loaded: LoadedSettings) => Promise<LineRules>;
}

/** Takes up what is changed in the settings file, from the next unit on; an edit that cannot be taken up is told, and the old settings stay. */
export const followSettings = async (
  { clock, loaded, journal, current, say, rulesOf }: FollowSettingsOptions,
  signal: AbortSignal,
): Promise<void> => {
  try {
    for await (const change of watchSettings(loaded, { clock, signal })) {
      if (change.kind === 'faulty') {
        say(`The settings were changed, but not taken up: ${change.error.message}`);
        continue;
      }
      try {
        const next = await rulesOf(change.loaded);
        await journal.append([{ kind: 'settings taken up', settings: change.loaded.digest }]);
        current.now = next;
        say(
          'The settings were changed; they hold from the next unit on. Slots, printer, hooks and gates need a restart.',
        );
      } catch (error) {
        if (!PaclineError.is(error) || error.entry.area === 'journal') throw error;
        say(`The settings were changed, but not taken up: ${error.message}`);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
