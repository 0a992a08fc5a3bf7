import type { Clock } from '../domain/clock.ts';
import type { PortSource } from '../station/port-source.ts';
import { createLinuxPorts } from './linux-ports.ts';
import { createListedPorts } from './listed-ports.ts';
import { withNamedPorts } from './named-ports.ts';
import { openSerialPort } from './open-serial-port.ts';

/** The serial ports of this machine. Any path can be opened, listed or not: a pseudo-terminal is in no list. */
export const createMachinePorts = ({ clock }: { readonly clock: Clock }): PortSource => ({
  ...(process.platform === 'linux' ? createLinuxPorts({ clock }) : createListedPorts({ clock })),
  open: openSerialPort,
});

/** The same as slots name them: by links, and by paths that no list has. */
export const machinePortsOf = (
  slots: readonly { readonly port: string }[],
  { clock }: { readonly clock: Clock },
): PortSource => withNamedPorts(createMachinePorts({ clock }), { names: slots.map(({ port }) => port), clock });
