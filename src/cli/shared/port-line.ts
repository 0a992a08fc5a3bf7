import type { PortDescription } from '../../station/port-source.ts';
import { adapterAt, describeAdapter } from '../../station/presence/taught-adapter.ts';

/** A port as one line for people. */
export const portLine = (port: PortDescription): string =>
  [
    port.path.padEnd(14),
    port.product ?? '-',
    `(${describeAdapter(adapterAt(port))})`,
    port.place === null ? '' : `at ${port.place}`,
  ]
    .join('  ')
    .trimEnd();
