import { z } from 'zod';

import { isLoopback } from '../../machine/loopback.ts';
import { only } from './settings-words.ts';

/**
 * An address that others serve in the factory, where plain http and mqtt are usual. A password in it would be a secret in the
 * file, so it is refused, and never shown.
 */
export const webAddress = (accepted: string, schemes: readonly string[]) =>
  z.string(only(accepted)).superRefine((address, context) => {
    const url = URL.parse(address);
    if (url === null || !schemes.includes(url.protocol.slice(0, -1))) context.addIssue(`this is not ${accepted}`);
    else if (url.password !== '' || (url.username !== '' && !url.protocol.startsWith('mqtt')))
      context.addIssue(`the address of ${url.host} contains a login or password; secrets do not belong in this file`);
  });

/** Whether what is sent there in clear can be read by others on the way. */
export const isReadableOnTheWay = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && ['http:', 'mqtt:', 'ws:'].includes(url.protocol) && !isLoopback(url.hostname);
};

/** The name of a variable, never what is in it: a secret that was written here by mistake is not shown. */
export const variableName = () => {
  const words =
    'not the name of an environment variable, in capitals as in PACLINE_HOOK_SECRET; the secret itself never stands in this file';
  return z.string(words).regex(/^[A-Z][A-Z0-9_]{0,99}$/, words);
};
