import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { TaughtPlace } from '../../settings/file/slot-tables.ts';
import { usbIdentity, type PortDescription } from '../../station/port-source.ts';

/**
 * Slots as a script names them: `left=<place>`, or the path of a port that is there, which stands for its place.
 * @throws PaclineError bad usage: not of that form, or a name or a place twice
 */
export const placesArgument = (
  texts: readonly string[],
  known: readonly Pick<TaughtPlace, 'name' | 'port'>[],
  ports: readonly PortDescription[],
): readonly TaughtPlace[] => {
  const taught = texts.map((text) => parse(text, ports));
  const untouched = known.filter(({ name }) => taught.every((slot) => slot.name !== name));
  for (const [index, slot] of taught.entries()) {
    const others = [...untouched, ...taught.slice(0, index)];
    if (others.some(({ name }) => name === slot.name))
      throw new PaclineError('bad usage', `Slot ${slot.name} is named twice.`);
    const owner = others.find(({ port }) => port === slot.port);
    if (owner !== undefined)
      throw new PaclineError(
        'bad usage',
        `Slot ${slot.name} and slot ${owner.name} cannot both be at ${slot.port}: one place is one slot.`,
      );
  }
  return taught;
};

const parse = (text: string, ports: readonly PortDescription[]): TaughtPlace => {
  const [, name, where] = /^\s*([^=]*?\S)\s*=\s*(\S.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || where === undefined)
    throw new PaclineError(
      'bad usage',
      `"${text.slice(0, 80)}" names no slot: --slot "left=<place>" is expected; \`pacline ports\` shows the places.`,
    );
  const port = ports.find(({ path, place }) => where === path || where === place);
  return { name, port: port?.place ?? where, usb: usbIdentity(port), serialNumber: port?.serialNumber ?? null };
};
