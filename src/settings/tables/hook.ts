import { z } from 'zod';

import type { HookSetting } from '../../hooks/hook-setting.ts';
import { only } from '../values/settings-words.ts';
import { distinct, tableList, text } from '../values/value-schemas.ts';
import { isReadableOnTheWay, variableName, webAddress } from '../values/web-address.ts';

const kindWords = only('a list of kinds of events such as ["run ended"]');

export const hookKeys = {
  name: text('a name').describe('how its deliveries are remembered: a new name begins anew'),
  kind: z
    .literal(['webhook', 'mqtt', 'folder'], only('"webhook", "mqtt" or "folder"'))
    .describe('`webhook`, `mqtt` or `folder`'),
  url: z.string(only('an address')).exactOptional().describe('of a webhook `https://…`, of mqtt `mqtts://…`'),
  topic: text('a topic').exactOptional().describe('of mqtt'),
  folder: text('the path of a folder').exactOptional().describe('into which CSV files are dropped'),
  secretEnv: variableName()
    .exactOptional()
    .describe('name of the variable with the secret that signs a webhook, or with the password of mqtt'),
  kinds: z
    .array(text('a kind of event'), kindWords)
    .min(1, 'an empty list; leave the key out for all events')
    .exactOptional()
    .describe('which events of the journal, as in `["run ended"]`; all if left out'),
};

type HookKeys = { readonly [Key in keyof typeof hookKeys]?: z.output<(typeof hookKeys)[Key]> };

/** Which of the keys belong to which kind; the first of them are needed. */
const keysOf = {
  webhook: { needs: ['url', 'secretEnv'], may: [] },
  mqtt: { needs: ['url', 'topic'], may: ['secretEnv'] },
  folder: { needs: ['folder'], may: [] },
} as const;

const checkKeys = (keys: HookKeys & { readonly kind: HookSetting['kind'] }, context: z.RefinementCtx): boolean => {
  const { needs, may } = keysOf[keys.kind];
  const missing = needs.filter((key) => keys[key] === undefined);
  const foreign = (['url', 'topic', 'folder', 'secretEnv'] as const).filter(
    (key) => keys[key] !== undefined && ![...needs, ...may].some((own) => own === key),
  );
  for (const key of missing)
    context.addIssue({ code: 'custom', path: [key], message: `missing; a hook of kind "${keys.kind}" needs it` });
  for (const key of foreign)
    context.addIssue({ code: 'custom', path: [key], message: `a hook of kind "${keys.kind}" has no ${key}` });
  return missing.length === 0 && foreign.length === 0;
};

const addresses = {
  webhook: webAddress('an https or http address', ['https', 'http']),
  mqtt: webAddress('an mqtts or mqtt address', ['mqtts', 'mqtt']),
};

const hook = z.strictObject(hookKeys, only('a [[hook]] table')).transform((keys, context): HookSetting => {
  const { name, kind, url = '', topic = '', folder = '', secretEnv, kinds } = keys;
  if (!checkKeys(keys, context)) return z.NEVER;
  const every = { name, ...(kinds === undefined ? {} : { kinds }) };
  if (kind === 'folder') return { ...every, kind, folder };
  const address = addresses[kind].safeParse(url);
  for (const { message } of address.error?.issues ?? []) context.addIssue({ code: 'custom', path: ['url'], message });
  if (kind === 'webhook') return { ...every, kind, url, secretEnv: secretEnv ?? '' };
  if (secretEnv !== undefined && isReadableOnTheWay(url))
    context.addIssue({
      code: 'custom',
      path: ['url'],
      message: 'plain mqtt would show the password to the network; use mqtts',
    });
  return { ...every, kind, url, topic, ...(secretEnv === undefined ? {} : { secretEnv }) };
});

export const hooks = z.array(hook, tableList('hook')).superRefine(distinct<HookSetting>('hook', ['name']));
