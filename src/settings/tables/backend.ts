import { z } from 'zod';

import { BaseUrl } from '../../backend/http/base-url.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { only } from '../values/settings-words.ts';
import { text, wholeNumberIn } from '../values/value-schemas.ts';
import { webAddress } from '../values/web-address.ts';

export interface BackendSetting {
  /** The whole base, such as https://api.sigfox.com/v2 */
  readonly url?: string;
  readonly version: 'v1' | 'v2';
  /** An http proxy without a login. */
  readonly proxy?: string;
  /** PEM certificates of authorities that are trusted besides those of this computer. */
  readonly caFile?: string;
  /** How long the backend may be silent about a unit, in seconds; see RegistrarTiming. */
  readonly absentAfterS: number;
  readonly batchAbsentAfterS: number;
  readonly callAfterS: number;
  /** What a unit is whose certificate or device type is not shown to the API user. */
  readonly ifHidden: 'green' | 'amber';
}

const url = z.string(only('an https address')).superRefine((address, context) => {
  try {
    BaseUrl.parse(address);
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    context.addIssue(error.message.replace(` (${error.code})`, ''));
  }
});

const seconds = () => wholeNumberIn({ from: 1, to: 86_400, unit: 'seconds' });

export const backendKeys = {
  url: url.exactOptional().describe('the whole base; the public one of the version if left out'),
  version: z.literal(['v1', 'v2'], only('"v1" or "v2"')).default('v2').describe('of the backend API: `v1` or `v2`'),
  proxy: webAddress('the address of a proxy, such as http://proxy.example:3128', ['http', 'https'])
    .exactOptional()
    .describe(
      'on the way to the backend, such as `http://proxy.example:3128`; wins over `HTTPS_PROXY`, which alone may hold a login',
    ),
  caFile: text('the path of a PEM file')
    .exactOptional()
    .describe(
      'PEM file with the authority of a proxy that looks into TLS or of a server of your own; trusted besides those of this computer',
    ),
  absentAfterS: seconds()
    .default(60)
    .describe('a unit whose answer got lost, and that a look-up does not show, may be sent again after so long'),
  batchAbsentAfterS: seconds()
    .default(900)
    .describe('the same for units of one large request, and 20 ms more for each of them'),
  callAfterS: seconds()
    .default(1800)
    .describe('a unit that the backend took, and does not list for so long, calls a person'),
  ifHidden: z
    .literal(['green', 'amber'], only('"green" or "amber"'))
    .default('green')
    .describe(
      'what a unit is that the backend lists without its certificate or device type, which the API user may not see: `green` (as it was sent and accepted) or `amber`',
    ),
};

export const backend = z.strictObject(backendKeys, only('a [backend] table')).prefault({});
