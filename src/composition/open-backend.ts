import type { Backend } from '../backend/backend.ts';
import { BaseUrl } from '../backend/http/base-url.ts';
import { HttpClient } from '../backend/http/http-client.ts';
import { directAccess } from '../backend/http/network-access.ts';
import { RateBudget, type RateBudgetOptions } from '../backend/limits/rate-budget.ts';
import { ApiV1 } from '../backend/v1/api-v1.ts';
import { ApiV2 } from '../backend/v2/api-v2.ts';
import type { ApiAccess } from '../settings/api-access.ts';

/** Without a version: v2. */
export type BackendAccess = Pick<ApiAccess, 'url' | 'credentials'> & Partial<Pick<ApiAccess, 'version' | 'network'>>;

/** The backend of an account; nothing is asked of it yet. */
export const openBackend = (
  { url, credentials, network = directAccess, version = 'v2' }: BackendAccess,
  options: RateBudgetOptions,
): Backend =>
  new versions[version]({
    http: new HttpClient({ baseUrl: BaseUrl.parse(url), credentials, network, probePath: probePaths[version] }),
    budget: new RateBudget(options),
    clock: options.clock,
  });

const versions = { v1: ApiV1, v2: ApiV2 } as const;

/** Lists that every API user may ask for. */
const probePaths = { v1: '/devicetypes', v2: '/device-types/?limit=1' } as const;
