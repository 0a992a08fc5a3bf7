import type { BindingInterface, PortInfo } from '@serialport/bindings-interface';
import { pause } from '../async/pause.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { PortDescription, PortSource } from '../station/port-source.ts';
import { patchedBinding } from './patched-binding.ts';
import { portChanges } from './port-changes.ts';

const lookAgainMs = 1000;

export interface ListedPortsOptions {
  readonly clock: Clock;
  /** Default: the native one of this machine. */
  readonly binding?: Pick<BindingInterface, 'list'>;
}

/** Ports as serialport lists them, looked at once a second: for macOS and Windows, where nothing tells of a change. */
export const createListedPorts = ({
  clock,
  binding = patchedBinding,
}: ListedPortsOptions): Pick<PortSource, 'list' | 'watch'> => {
  const list = async (): Promise<readonly PortDescription[]> => {
    try {
      return (await binding.list()).map(describe);
    } catch (cause) {
      throw new PaclineError('port fault', 'This machine does not list its serial ports: name the port with --port', {
        cause,
      });
    }
  };
  return {
    list,
    async *watch(signal) {
      let before: readonly { readonly port: PortDescription }[] = [];
      while (!signal.aborted) {
        const after = (await list()).map((port) => ({ port }));
        yield* portChanges(before, after);
        before = after;
        await pause(lookAgainMs, { clock, signal });
      }
    },
  };
};

const describe = ({
  path,
  locationId,
  vendorId,
  productId,
  serialNumber,
  manufacturer,
}: PortInfo): PortDescription => ({
  path,
  place: locationId ?? null,
  vendorId: vendorId?.toLowerCase() ?? null,
  productId: productId?.toLowerCase() ?? null,
  serialNumber: serialNumber ?? null,
  product: manufacturer ?? null,
});
