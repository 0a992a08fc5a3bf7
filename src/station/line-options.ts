import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { Product } from '../domain/product.ts';
import type { Journal } from '../journal/journal.ts';
import type { RegistrationResult } from '../registrar/registrar.ts';
import type { PacList } from './pac-list.ts';
import type { PortSource } from './port-source.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
export const firstBaudRate = 9600;

/** What the line needs of the registrar. */
export interface Registers {
  register(deviceId: DeviceId, options: { readonly signal: AbortSignal }): Promise<RegistrationResult>;
}

/** Everything about one run that is the same for all runs of the line. */
export interface LineOptions {
  readonly ports: PortSource;
  readonly journal: Journal;
  readonly registrar: Registers;
  readonly clock: Clock;
  readonly product: Product;
  readonly dialects: readonly DialectDefinition[];
  /** The dialect of this product's modem; null: find out. */
  readonly dialect: DialectDefinition | null;
  readonly readings: 1 | 2;
  readonly pacList: PacList | null;
  /** How long a unit may wait for the backend before it is amber, in ms. */
  readonly amberAfterMs: number;
}
