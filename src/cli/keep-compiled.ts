import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * What V8 made of the program is kept for the next start, in a folder of this user's own (in the shared one for temporary files,
 * which is Node's default, another user could lay something ready). Where nothing can be kept, the program starts without.
 */
export const keepCompiled = (environment: Readonly<Record<string, string | undefined>>): void => {
  try {
    nodeModule.enableCompileCache(
      environment['NODE_COMPILE_CACHE'] ?? join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pacline'),
    );
  } catch {
    // Nobody's home: a user without an entry in the system's list, as in a container.
  }
};
