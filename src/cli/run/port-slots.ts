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
  ports: Pick<PortSource, 'list'>,
): Promise<readonly SlotSetting[] | null> => {
  if (port.length === 0) return null;
  for (const path of port) requirePortName(path);
  const there = new Set((await ports.list()).map(({ path }) => path));
  // A port that no list shows, such as a pseudo-terminal, can only be noticed by asking it.
  return port.map((path): SlotSetting => ({
    name: path,
    port: path,
    presence: presence ?? (there.has(path) ? 'port' : 'probe'),
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
