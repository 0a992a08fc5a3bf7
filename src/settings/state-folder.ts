import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

export interface StateFolderOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** This machine's if left out. */
  readonly platform?: NodeJS.Platform;
  /** The user's home folder; this user's if left out. */
  readonly home?: string;
}

/** Where the journal lives. Nothing is looked at or created. An empty variable is an unset one. */
export const stateFolder = ({
  environment,
  platform = process.platform,
  home = homedir(),
}: StateFolderOptions): string => {
  const path = platform === 'win32' ? win32 : posix;
  if (environment['PACLINE_STATE_DIR']) return environment['PACLINE_STATE_DIR'];
  const shared = environment['XDG_STATE_HOME'];
  // A relative path there has to be ignored. @source XDG Base Directory Specification 0.8
  if (shared && path.isAbsolute(shared)) return path.join(shared, 'pacline');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'pacline');
  if (platform === 'win32')
    return path.join(environment['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'pacline');
  return path.join(home, '.local', 'state', 'pacline');
};

/** The journal of a state folder. */
export const journalFile = (folder: string): string => join(folder, 'journal.sqlite');
