import { access, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';

import { within } from '../async/within.ts';
import type { Clock } from '../domain/clock.ts';
import type { PortDescription, PortGone, PortSeen, PortSource } from '../station/port-source.ts';
import { portChanges } from './port-changes.ts';

/** Nothing tells of a path that no list of the system has: it is looked for so often. */
const lookEveryMs = 500;

export interface NamedPortsOptions {
  /** As slots name them: paths and places. */
  readonly names: readonly string[];
  readonly clock: Clock;
  /** Default `/sys`. */
  readonly sys?: string;
}

/**
 * The ports of a machine as its slots name them. A name that is a link leads to the port behind it, which is called by that name then; a
 * path that is there and in no list (a pseudo-terminal, the end of a tunnel) is a port by its being there. What the kernel lists is
 * there when the list says so, and not before.
 */
export const withNamedPorts = (ports: PortSource, { names, clock, sys = '/sys' }: NamedPortsOptions): PortSource => {
  const paths = names.filter((name) => isAbsolute(name));
  if (paths.length === 0) return ports;
  const look = (listed: readonly PortDescription[]): Promise<readonly NamedPort[]> =>
    named(listed, { paths, names, sys });
  return {
    list: async () => (await look(await ports.list())).map(({ port }) => port),
    watch: (signal) => watch(ports.watch(signal), { look, clock }),
    open: (...args) => ports.open(...args),
  };
};

/** `stamp`: another one each time such a path is made anew; empty for a port of the list. */
interface NamedPort {
  readonly port: PortDescription;
  readonly stamp: string;
}

interface Names extends Required<Pick<NamedPortsOptions, 'names' | 'sys'>> {
  readonly paths: readonly string[];
}

const named = async (
  listed: readonly PortDescription[],
  { names, paths, sys }: Names,
): Promise<readonly NamedPort[]> => {
  const called = new Map<string, string>();
  const unlisted: NamedPort[] = [];
  for (const path of paths) {
    if (listed.some((port) => port.path === path)) continue;
    const target = await realpath(path).catch(() => null);
    const port = listed.find((one) => one.path === target);
    if (port !== undefined && !names.includes(port.path) && !names.includes(port.place ?? port.path))
      called.set(port.path, path);
    else if (port === undefined && target !== null) unlisted.push(...(await outsideOfLists(path, target, sys)));
  }
  return [
    ...listed.map((port) => ({ port: { ...port, path: called.get(port.path) ?? port.path }, stamp: '' })),
    ...unlisted,
  ];
};

/** A character device that the kernel has no serial port of this name for: else its list says whether it is there. */
const outsideOfLists = async (path: string, target: string, sys: string): Promise<readonly NamedPort[]> => {
  const found = await stat(target).catch(() => null);
  if (found?.isCharacterDevice() !== true) return [];
  const isListedByKernel = await access(join(sys, 'class', 'tty', basename(target))).then(
    () => true,
    () => false,
  );
  if (isListedByKernel) return [];
  const port = {
    path,
    place: null,
    vendorId: null,
    productId: null,
    serialNumber: null,
    product: null,
    isListed: false,
  };
  return [{ port, stamp: `${target} ${found.ino} ${found.ctimeMs}` }];
};

interface WatchOptions {
  readonly look: (listed: readonly PortDescription[]) => Promise<readonly NamedPort[]>;
  readonly clock: Clock;
}

async function* watch(
  changes: AsyncIterable<PortSeen | PortGone>,
  { look, clock }: WatchOptions,
): AsyncGenerator<PortSeen | PortGone, void, undefined> {
  const listed = new Map<string, PortDescription>();
  const iterator = changes[Symbol.asyncIterator]();
  let before: readonly NamedPort[] = [];
  let next = iterator.next();
  // The changes end with their signal, and this with them
  const { signal: untilTheyEnd } = new AbortController();
  for (;;) {
    const after = await look([...listed.values()]);
    yield* portChanges(before, after);
    before = after;
    const change = await within(lookEveryMs, next, { clock, signal: untilTheyEnd });
    if (change === null) continue;
    if (change.done === true) return;
    if (change.value.kind === 'seen') listed.set(change.value.port.path, change.value.port);
    else listed.delete(change.value.path);
    next = iterator.next();
  }
}
