import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { openHooks, type HookSetup } from '../../hooks/compose-hooks.ts';
import type { HookState } from '../../hooks/hook-state.ts';
import { statesLeft } from '../../hooks/progress-left.ts';
import type { JournalReader } from '../../journal/journal.ts';
import type { HookSetting } from '../../hooks/hook-setting.ts';

/** A hook of the settings, seen from beside the line. */
export interface ListedHook {
  readonly setting: HookSetting;
  /** How far its deliveries have come; null: there is no journal, or none that can be read. */
  readonly state: HookState | null;
  /** Why the line would not start with it, such as a secret that is not in the environment; null: it would. */
  readonly refusal: PaclineError | null;
}

export interface HookListOptions extends Pick<HookSetup, 'stateFolder' | 'environment'> {
  /** null: there is none. */
  readonly journal: JournalReader | null;
  readonly clock: Clock;
}

/** Nothing is delivered and no connection is opened, so that the line may run meanwhile; how far each has come is told without its secret, too. */
export const listHooks = async (
  settings: readonly HookSetting[],
  { journal, stateFolder, environment, clock }: HookListOptions,
): Promise<readonly ListedHook[]> => {
  const states = journal === null ? [] : await statesLeft(settings, { journal, stateFolder, clock });
  return settings.map((setting, index) => ({
    setting,
    state: states[index] ?? null,
    refusal: refusalOf(setting, { stateFolder, environment, clock }),
  }));
};

const refusalOf = (setting: HookSetting, setup: Omit<HookSetup, 'journal'>): PaclineError | null => {
  try {
    openHooks([setting], { ...setup, journal: nothingToRead });
    return null;
  } catch (error) {
    if (PaclineError.is(error)) return error;
    throw error;
  }
};

/** What the hooks are opened on for a moment: before they run, nothing is read. */
const nothingToRead: HookSetup['journal'] = { read: async function* () {}, lastSequence: async () => 0 };

/** Where a hook delivers to, without user, password or question mark, behind which a token may stand. */
export const whereTo = (setting: HookSetting): string => {
  if (setting.kind === 'folder') return setting.folder;
  const url = URL.parse(setting.url);
  const address = url === null ? 'no address' : `${url.protocol}//${url.host}${url.pathname}`;
  return setting.kind === 'mqtt' ? `${address} ${setting.topic}` : address;
};
