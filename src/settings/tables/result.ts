import { z } from 'zod';

import { askedOverHttp, questionKeys, type AskedOverHttp, type NoAnswerRule } from '../values/asked-over-http.ts';
import { exactlyOne, onlyWith } from '../values/one-of-keys.ts';
import { only } from '../values/settings-words.ts';
import { text } from '../values/value-schemas.ts';

/** Where the verdict of the radio test comes from, which a unit needs before it is registered. */
export type ResultSetting =
  | AskedOverHttp
  /** The path is no longer relative to the settings file after loading. */
  | { readonly kind: 'folder'; readonly folder: string; readonly noAnswer: NoAnswerRule };

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
