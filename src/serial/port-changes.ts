import type { PortDescription, PortGone, PortSeen } from '../station/port-source.ts';

/** What happened between two looks at the ports, losses first. A port that is described otherwise than before went and came. */
export const portChanges = <Found extends { readonly port: PortDescription }>(
  before: readonly Found[],
  after: readonly Found[],
): readonly (PortSeen | PortGone)[] => {
  const had = new Set(before.map(fingerprint));
  const has = new Set(after.map(fingerprint));
  return [
    ...before
      .filter((found) => !has.has(fingerprint(found)))
      .map(({ port }): PortGone => ({ kind: 'gone', path: port.path })),
    ...after.filter((found) => !had.has(fingerprint(found))).map(({ port }): PortSeen => ({ kind: 'seen', port })),
  ];
};

const fingerprint = (found: object): string => JSON.stringify(found);
