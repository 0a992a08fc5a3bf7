import { Credentials } from '../backend/credentials.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Settings } from './settings-schema.ts';

const publicUrl = 'https://api.sigfox.com/v2';

/** How the backend is reached, and as whom. */
export interface ApiAccess {
  /** The whole base, not yet checked. */
  readonly url: string;
  readonly version: 'v2';
  readonly credentials: Credentials;
}

/**
 * The environment wins over the settings file; login and password come from the environment only. An empty variable is an unset one.
 * @throws PaclineError bad settings | bad credentials
 */
export const readApiAccess = (environment: Readonly<Record<string, string | undefined>>, { backend }: Settings): ApiAccess => {
  const variable = (name: string): string | null => environment[name] || null;
  const version = variable('PACLINE_API_VERSION') ?? backend.version;
  if (version === 'v1') throw new PaclineError('bad settings', 'API v1 is not spoken yet; set PACLINE_API_VERSION to v2, or leave it out.');
  if (version !== 'v2') throw new PaclineError('bad settings', `PACLINE_API_VERSION is ${JSON.stringify(version.slice(0, 40))}; v2 is accepted.`);
  const login = variable('PACLINE_API_LOGIN');
  const password = variable('PACLINE_API_PASSWORD');
  if (login === null || password === null) throw new PaclineError('bad credentials', missing({ PACLINE_API_LOGIN: login, PACLINE_API_PASSWORD: password }));
  return { url: variable('PACLINE_API_URL') ?? backend.url ?? publicUrl, version, credentials: new Credentials({ login, password }) };
};

const missing = (variables: Readonly<Record<string, string | null>>): string => {
  const names = Object.keys(variables).filter((name) => variables[name] === null);
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set in the environment; give login and password of an API user there.`;
};
