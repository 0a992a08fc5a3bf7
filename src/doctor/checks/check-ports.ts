import { access, constants, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { owningGroup } from '../../serial/owning-group.ts';
import { openFailed } from '../../serial/port-errors.ts';
import { findPortHolder } from '../../serial/port-holder.ts';
import { scanLinuxPorts } from '../../serial/scan-linux-ports.ts';
import type { PortDescription } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/station.ts';
import type { Check } from '../examine.ts';
import { fromError, inOrder, notLookedAt, warning, type Finding } from '../finding.ts';
import { isLeftAlone, readLatencyMs } from '../usb-port.ts';

interface MachineRoots {
  readonly sys: string;
  readonly dev: string;
  readonly proc: string;
  readonly run: string;
}

export interface PortsToCheck {
  /** Empty: every port that comes is a slot. */
  readonly slots: readonly Pick<SlotSetting, 'name' | 'port' | 'presence'>[];
  /** Those of this machine if left out. */
  readonly roots?: MachineRoots;
  readonly platform?: NodeJS.Platform;
  /** Whether this user may read and write the file. */
  readonly mayUse?: (path: string) => Promise<boolean>;
}

interface PortInPlace {
  readonly subject: string;
  readonly path: string;
  /** null: in no list, as a pseudo-terminal. */
  readonly port: PortDescription | null;
  /** What a fault is here, on a port that no slot of ours needs only a warning. */
  readonly isNeeded: boolean;
}

/** The ports of the slots and all others that are there: rights, other holders, and what slows them down. None is opened. What is missing, the places tell. */
export const checkPorts = ({
  slots,
  roots = linuxRoots,
  platform = process.platform,
  mayUse = mayReadAndWrite,
}: PortsToCheck): Check => ({
  name: 'ports',
  whenItHangs: 'port fault',
  run: async () => {
    if (platform !== 'linux')
      return [
        notLookedAt(
          'ports',
          'Rights and holders of ports are told on Linux only; `pacline ports` lists what is there.',
        ),
      ];
    const ports = (await scanLinuxPorts(roots)).map(({ port }) => port);
    const placed = await Promise.all(slots.map((slot) => place(slot, ports)));
    const inSlots = placed.filter((found) => 'path' in found);
    const others = ports
      .filter(({ path }) => !inSlots.some(({ port }) => port?.path === path))
      .map((port): PortInPlace => ({
        subject: port.path,
        path: port.path,
        port,
        isNeeded: slots.length === 0 && port.vendorId !== null,
      }));
    const isContesting = await isRunning('ModemManager', roots);
    const looked = await Promise.all(
      [...inSlots, ...others].map((each) => look(each, { roots, mayUse, isContesting })),
    );
    const none =
      ports.length === 0 && slots.length === 0
        ? [notLookedAt('ports', 'There is no serial port; plug in an adapter.')]
        : [];
    return [...placed.filter((found) => 'severity' in found), ...looked.flat(), ...none];
  },
});

const linuxRoots: MachineRoots = { sys: '/sys', dev: '/dev', proc: '/proc', run: '/run' };

const mayReadAndWrite = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** The port of a slot, or that it is not there. */
const place = async (
  { name, port: wanted, presence }: PortsToCheck['slots'][number],
  ports: readonly PortDescription[],
): Promise<PortInPlace | Finding> => {
  const subject = `slot ${name}`;
  const path = await realpath(wanted).catch(() => null);
  const port = ports.find((each) => each.place === wanted || each.path === wanted || each.path === path) ?? null;
  if (port !== null) return { subject, path: port.path, port, isNeeded: true };
  if (path !== null) return { subject, path, port: null, isNeeded: true };
  return presence === 'port'
    ? inOrder(subject, `${wanted} is not there; it comes with its unit.`)
    : notLookedAt(subject, `${wanted} is not there.`);
};

interface PortCheckOptions {
  readonly roots: MachineRoots;
  readonly mayUse: (path: string) => Promise<boolean>;
  readonly isContesting: boolean;
}

const look = async (
  each: PortInPlace,
  { roots, mayUse, isContesting }: PortCheckOptions,
): Promise<readonly Finding[]> => {
  const { subject, path, port } = each;
  const name = basename(path);
  const [mayBeUsed, holder, latencyMs, isContested] = await Promise.all([
    mayUse(path),
    findPortHolder(path, roots),
    readLatencyMs(name, roots),
    isContesting && port !== null && port.vendorId !== null ? isLeftAlone(name, roots).then((alone) => !alone) : false,
  ]);
  const found: Finding[] = [];
  if (!mayBeUsed) found.push(failure(each, 'port forbidden', { group: await owningGroup(path), holder: null }));
  // A simulated board is served by a pacline; so is a port on which the line works
  if (holder !== null && holder.program !== 'pacline') found.push(failure(each, 'port busy', { group: null, holder }));
  if (isContested)
    found.push(warning(subject, 'port contested', `ModemManager runs, and nothing tells it to leave ${path} alone.`));
  if (latencyMs !== null && latencyMs > 1)
    found.push(warning(subject, 'adapter slow', `The latency timer of ${path} is ${latencyMs} ms.`));
  if (found.length > 0) return found;
  const held = holder === null ? '' : `; ${holder.program} (process ${holder.pid}) works on it`;
  return [
    inOrder(subject, `${path}${port?.product == null ? '' : `, ${port.product}`}, may be read and written${held}`),
  ];
};

const failure = (
  { subject, path, isNeeded }: PortInPlace,
  code: 'port forbidden' | 'port busy',
  circumstances: Omit<Parameters<typeof openFailed>[2], 'cause'>,
): Finding => {
  const finding = fromError(subject, openFailed(code, path, { ...circumstances, cause: null }));
  return isNeeded ? finding : { ...finding, severity: 'warning' };
};

/** Whether a program of this name runs, as far as this user may see. The system keeps the first 15 letters of a name. */
const isRunning = async (program: string, { proc }: { readonly proc: string }): Promise<boolean> => {
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(pids.map((pid) => readFile(join(proc, pid, 'comm'), 'utf8').catch(() => '')));
  return names.some((name) => name.trim() === program.slice(0, 15));
};
