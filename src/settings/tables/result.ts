import { z } from 'zod';

import type { ResultSetting } from '../../hooks/hook-setting.ts';
import { askedOverHttp, questionKeys } from '../values/asked-over-http.ts';
import { exactlyOne, onlyWith } from '../values/one-of-keys.ts';
import { only } from '../values/settings-words.ts';
import { text } from '../values/value-schemas.ts';

export const resultKeys = {
  url: questionKeys.url.describe('address that is asked for the verdict; this or `folder`'),
  folder: text('the path of a folder').exactOptional().describe('folder into which the radio test writes its verdicts'),
  tokenEnv: questionKeys.tokenEnv,
  timeoutMs: questionKeys.timeoutMs,
  noAnswer: questionKeys.noAnswer,
};

export const result = z.strictObject(resultKeys, only('a [result] table')).transform((keys, context): ResultSetting => {
  onlyWith(keys, 'url', ['tokenEnv', 'timeoutMs'], context);
  if (!exactlyOne(keys, ['url', 'folder'], context)) return z.NEVER;
  const { folder, noAnswer } = keys;
  return folder === undefined ? askedOverHttp(keys, context) : { kind: 'folder', folder, noAnswer };
});
