import { readAuthorities } from '../backend/http/authorities.ts';
import { chooseProxy } from '../backend/http/choose-proxy.ts';
import { Credentials } from '../backend/http/credentials.ts';
import type { NetworkAccess } from '../backend/http/network-access.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Settings } from './settings.ts';

export type ApiVersion = 'v1' | 'v2';

/** Version 1 has no version in its address. */
const publicUrls: Readonly<Record<ApiVersion, string>> = {
  v1: 'https://backend.sigfox.com/api',
  v2: 'https://api.sigfox.com/v2',
};

type Environment = Readonly<Record<string, string | undefined>>;

interface ApiAddress {
  /** The whole base, not yet checked. */
  readonly url: string;
  readonly version: ApiVersion;
  readonly network: NetworkAccess;
}

/** How the backend is reached, and as whom. */
export interface ApiAccess extends ApiAddress {
  readonly credentials: Credentials;
}

/**
 * The environment wins over the settings file; login and password come from the environment only. An empty variable is an unset one.
 * @throws PaclineError bad settings | bad credentials
 */
export const readApiAccess = (environment: Environment, settings: Settings): ApiAccess => {
  const address = readApiAddress(environment, settings);
  const login = environment['PACLINE_API_LOGIN'] || null;
  const password = environment['PACLINE_API_PASSWORD'] || null;
  if (login === null || password === null)
    throw new PaclineError('bad credentials', missing({ PACLINE_API_LOGIN: login, PACLINE_API_PASSWORD: password }));
  return { ...address, credentials: new Credentials({ login, password }) };
};

/** The same for one who only wants to know whether anybody answers there. @throws PaclineError bad settings */
export const readApiAddress = (environment: Environment, { backend }: Settings): ApiAddress => {
  const variable = (name: string): string | null => environment[name] || null;
  const version = variable('PACLINE_API_VERSION') ?? backend.version;
  if (version !== 'v1' && version !== 'v2')
    throw new PaclineError(
      'bad settings',
      `PACLINE_API_VERSION is ${JSON.stringify(version.slice(0, 40))}; v1 and v2 are accepted.`,
    );
  const url = variable('PACLINE_API_URL') ?? backend.url ?? publicUrls[version];
  const authorities = backend.caFile === undefined ? [] : readAuthorities(backend.caFile);
  return { url, version, network: { proxy: chooseProxy({ url, setting: backend.proxy, environment }), authorities } };
};

const missing = (variables: Readonly<Record<string, string | null>>): string => {
  const names = Object.keys(variables).filter((name) => variables[name] === null);
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set in the environment; give login and password of an API user there.`;
};
