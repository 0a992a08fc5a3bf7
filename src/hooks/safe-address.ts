import { isLoopback } from '../machine/loopback.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';

export interface AddressRule {
  /** For messages, as in `the hook "mes"`. */
  readonly whose: string;
  readonly scheme: 'http' | 'mqtt';
  /** Who may be spoken to without encryption. */
  readonly plain: 'this machine' | 'anybody';
}

/** The address of somebody outside. A refusal repeats no more than the host. @throws PaclineError bad settings */
export const parseAddress = (text: string, { whose, scheme, plain }: AddressRule): URL => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== `${scheme}s:` && url.protocol !== `${scheme}:`))
    throw new PaclineError('bad settings', `The address of ${whose} is not an ${scheme}(s) address`);
  const { host, hostname, protocol, username, password } = url;
  if (password !== '' || (username !== '' && scheme === 'http')) {
    throw new PaclineError(
      'bad settings',
      `The address of ${whose} contains a login or password; name a variable of the environment that holds the secret`,
      { context: { host } },
    );
  }
  if (protocol === `${scheme}:` && plain === 'this machine' && !isLoopback(hostname)) {
    throw new PaclineError(
      'bad settings',
      `Plain ${scheme} to ${host} can be read and altered on the way; give ${whose} an ${scheme}s address`,
      { context: { host } },
    );
  }
  return url;
};
