import { z } from 'zod';

import type { RouteSetting } from '../../hooks/hook-setting.ts';
import { askedOverHttp, questionKeys } from '../values/asked-over-http.ts';
import { exactlyOne, onlyWith } from '../values/one-of-keys.ts';
import { only } from '../values/settings-words.ts';
import { text } from '../values/value-schemas.ts';

export const routeKeys = {
  url: questionKeys.url.describe('address of the production system that is asked; this or `list`'),
  list: text('the path of a CSV file').exactOptional().describe('CSV of the units that may be here'),
  tokenEnv: questionKeys.tokenEnv,
  timeoutMs: questionKeys.timeoutMs,
  noAnswer: questionKeys.noAnswer,
};

export const route = z.strictObject(routeKeys, only('a [route] table')).transform((keys, context): RouteSetting => {
  onlyWith(keys, 'url', ['tokenEnv', 'timeoutMs'], context);
  if (!exactlyOne(keys, ['url', 'list'], context)) return z.NEVER;
  const { list, noAnswer } = keys;
  return list === undefined ? askedOverHttp(keys, context) : { kind: 'list', list, noAnswer };
});
