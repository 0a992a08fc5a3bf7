import type { LineOptions } from '../line-options.ts';
import { usbIdentity } from '../port-source.ts';
import type { SeatedPort } from '../seated-port.ts';

/** A fixture's port under its present path; one that no list shows is taken by its name. */
export const findFixturePort = async (port: string, { ports }: Pick<LineOptions, 'ports'>): Promise<SeatedPort> => {
  const listed = (await ports.list()).find(({ path, place }) => path === port || place === port);
  return { path: listed?.path ?? port, usb: usbIdentity(listed) };
};
