import { Option } from 'commander';

import type { Backend } from '../../backend/backend.ts';
import { openBackend } from '../../composition/open-backend.ts';
import type { ApiAccess } from '../../settings/api-access.ts';
import type { CommandContext } from './command-context.ts';

export interface ApiFlag {
  readonly api?: string;
}

export const apiOption = (): Option =>
  new Option('--api <version>', 'the version of the backend API, whatever the settings say').choices(['v1', 'v2']);

/** The same world, in which the flag stands in the place of the variable. */
export const withApi = (context: CommandContext, { api }: ApiFlag): CommandContext =>
  api === undefined ? context : { ...context, environment: { ...context.environment, PACLINE_API_VERSION: api } };

/** The backend alone, for commands that write nothing in the journal; closed when the work is over, however it ends. */
export const withBackend = async <T>(
  access: ApiAccess,
  context: CommandContext,
  work: (backend: Backend) => Promise<T>,
): Promise<T> => {
  const backend = openBackend(access, { clock: context.clock });
  try {
    return await work(backend);
  } finally {
    await backend.close();
  }
};
