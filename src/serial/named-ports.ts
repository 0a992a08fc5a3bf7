import { realpath } from 'node:fs/promises';

import type { PortDescription } from '../station/port-source.ts';

/**
 * The ports of a list with those that are named, there, and in no list: a pseudo-terminal, of which nothing is known but its path,
 * or a link of somebody's own, which is the port that it leads to.
 */
export const withNamedPorts = async (
  listed: readonly PortDescription[],
  names: readonly string[],
): Promise<readonly PortDescription[]> => {
  const unlisted = names.filter((name) => !listed.some(({ path, place }) => name === path || name === place));
  const found = await Promise.all(
    unlisted.map(async (path) => ({ path, target: await realpath(path).catch(() => null) })),
  );
  const nothing = { place: null, vendorId: null, productId: null, serialNumber: null, product: null };
  return [
    ...listed,
    ...found.flatMap(({ path, target }) =>
      target === null ? [] : [{ ...(listed.find((port) => port.path === target) ?? nothing), path }],
    ),
  ];
};
