import type { Clock } from '../../domain/clock.ts';
import { withNamedPorts } from '../../serial/named-ports.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import { requirePortName } from '../shared/port-name.ts';

export interface PortFlags {
  readonly port: readonly string[];
  readonly presence?: 'port' | 'probe';
}

/** The slots that are named by their ports; null: none are. @throws PaclineError bad usage */
export const portSlots = async (
  { port, presence }: PortFlags,
  { ports, clock }: { readonly ports: PortSource; readonly clock: Clock },
): Promise<readonly SlotSetting[] | null> => {
  if (port.length === 0) return null;
  for (const path of port) requirePortName(path);
  const there = await withNamedPorts(ports, { names: port, clock }).list();
  // Whether a port that no list shows, such as a pseudo-terminal, comes with its unit or is always there is not known: it is asked.
  const isListed = (name: string): boolean =>
    there.some(({ path, place, isListed: shown }) => shown !== false && (name === path || name === place));
  return port.map((name): SlotSetting => ({
    name,
    port: name,
    presence: presence ?? (isListed(name) ? 'port' : 'probe'),
  }));
};

/** A port that is to be asked again and again must be there and ours from the start; later it may come and go. @throws PaclineError port missing | port busy | port forbidden | port fault */
export const requireProbed = async (
  slots: readonly SlotSetting[],
  ports: Pick<PortSource, 'open'>,
  signal: AbortSignal,
): Promise<void> => {
  for (const { port, presence } of slots)
    if (presence === 'probe') await (await ports.open(port, { baudRate: 9600 }, { signal })).close();
};
