import { isLoopback } from '../domain/loopback.ts';
import { PaclineError } from '../domain/pacline-error.ts';

/**
 * The address of somebody outside. Plain http is accepted to this machine only. A refusal repeats no more than the host.
 * @throws PaclineError bad settings. `whose`: for messages, as in `the hook "mes"`
 */
export const parseWebAddress = (text: string, { whose }: { readonly whose: string }): URL => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new PaclineError('bad settings', `The address of ${whose} is not an http(s) address`);
  refuseLogin(url, whose);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new PaclineError('bad settings', `Plain http to ${url.host} can be read and altered on the way; give ${whose} an https address`, { context: { host: url.host } });
  return url;
};

/**
 * The same for a message broker: without a password plain mqtt may cross the network, as in most halls it does; no secret is in an event.
 * @throws PaclineError bad settings
 */
export const parseBrokerAddress = (text: string, { whose, withPassword }: { readonly whose: string; readonly withPassword: boolean }): URL => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'mqtts:' && url.protocol !== 'mqtt:')) throw new PaclineError('bad settings', `The address of ${whose} is not an mqtt(s) address`);
  refuseLogin(url, whose);
  if (withPassword && url.protocol === 'mqtt:' && !isLoopback(url.hostname)) throw new PaclineError('bad settings', `Plain mqtt to ${url.host} would show the password to the network; give ${whose} an mqtts address`, { context: { host: url.host } });
  return url;
};

const refuseLogin = (url: URL, whose: string): void => {
  if (url.username !== '' || url.password !== '') throw new PaclineError('bad settings', `The address of ${whose} contains a login or password; name variables of the environment that hold them`, { context: { host: url.host } });
};
