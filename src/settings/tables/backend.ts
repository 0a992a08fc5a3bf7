import { z } from 'zod';

import { BaseUrl } from '../../backend/base-url.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import { only } from '../settings-words.ts';

export interface BackendSetting {
  /** The whole base, such as https://api.sigfox.com/v2 */
  readonly url?: string;
  readonly version: 'v1' | 'v2';
}

const url = z.string(only('an https address')).superRefine((address, context) => {
  try {
    BaseUrl.parse(address);
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    context.addIssue(error.message.replace(` (${error.code})`, ''));
  }
});

export const backendKeys = {
  url: url.exactOptional().describe('the whole base; the public one of the version if left out'),
  version: z.literal(['v1', 'v2'], only('"v1" or "v2"')).default('v2').describe('of the backend API: `v1` or `v2`'),
};

export const backend = z.strictObject(backendKeys, only('a [backend] table')).prefault({});
