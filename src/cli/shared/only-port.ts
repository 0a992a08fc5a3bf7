import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { PortSource } from '../../station/port-source.ts';
import { portLine } from './port-line.ts';

/**
 * The port for a command that was told none: the only one of this machine, which is said. Adapters go before ports that are soldered on.
 * @throws PaclineError port missing: there is none; bad usage: there are several
 */
export const onlyPort = async (ports: Pick<PortSource, 'list'>, say: (sentence: string) => void): Promise<string> => {
  const all = await ports.list();
  const adapters = all.filter(({ vendorId }) => vendorId !== null);
  const [only, another] = adapters.length > 0 ? adapters : all;
  if (only === undefined)
    throw new PaclineError('port missing', 'No port is named, and this machine has no serial port.', {
      action:
        'Plug the board or its adapter in, or name a port that no list shows, such as that of `pacline simulate board`',
    });
  if (another !== undefined)
    throw new PaclineError(
      'bad usage',
      `There are ${adapters.length || all.length} serial ports: ${(adapters.length > 0 ? adapters : all).map(({ path }) => path).join(', ')}.`,
      { action: 'Name one of them; `pacline ports` shows what they are' },
    );
  say(`Port: ${portLine(only)}`);
  return only.path;
};
