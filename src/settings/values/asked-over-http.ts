import { z } from 'zod';

import type { AskedOverHttp } from '../../hooks/hook-setting.ts';
import { only } from './settings-words.ts';
import { milliseconds } from './value-schemas.ts';
import { isReadableOnTheWay, variableName, webAddress } from './web-address.ts';

const usualTimeoutMs = 2000;

export const questionKeys = {
  url: webAddress('an https or http address', ['https', 'http']).exactOptional(),
  tokenEnv: variableName()
    .exactOptional()
    .describe('name of the variable with the bearer token; none is sent if left out'),
  timeoutMs: milliseconds({ from: 100, to: 30_000 })
    .exactOptional()
    .describe(`how long an answer may take; ${usualTimeoutMs} if left out`),
  noAnswer: z
    .literal(['stop', 'go on'], only('"stop" or "go on"'))
    .default('stop')
    .describe('what is done where nobody answers: `stop` or `go on`'),
};

interface Question {
  readonly url?: string;
  readonly tokenEnv?: string;
  readonly timeoutMs?: number;
  readonly noAnswer: AskedOverHttp['noAnswer'];
}

export const askedOverHttp = (
  { url = '', tokenEnv, timeoutMs = usualTimeoutMs, noAnswer }: Question,
  context: z.RefinementCtx,
): AskedOverHttp => {
  if (tokenEnv !== undefined && isReadableOnTheWay(url))
    context.addIssue({
      code: 'custom',
      path: ['url'],
      message: 'plain http would show the token to the network; use https, or leave tokenEnv out',
    });
  return { kind: 'url', url, ...(tokenEnv === undefined ? {} : { tokenEnv }), timeoutMs, noAnswer };
};
