import type { Clock } from '../../src/domain/clock.ts';
import { createLinuxPorts } from '../../src/serial/linux-ports.ts';
import { withNamedPorts } from '../../src/serial/named-ports.ts';
import type { PortSource } from '../../src/station/port-source.ts';

/** The ports of a machine in a folder, as slots name them; nothing is opened. */
export const portsOf = (
  linux: { readonly sys: string; readonly dev: string },
  slots: readonly { readonly port: string }[],
  clock: Clock,
): PortSource =>
  withNamedPorts(
    { ...createLinuxPorts({ clock, ...linux }), open: () => Promise.reject(new Error('nothing is opened here')) },
    { names: slots.map(({ port }) => port), clock, sys: linux.sys },
  );
