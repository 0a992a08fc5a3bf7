import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { DeviceId } from '../domain/device-id.ts';
import type { Journal } from '../journal/journal.ts';
import type { WantedRegistration } from '../registrar/lookup/compare-device.ts';
import type { RegistrationResult } from '../registrar/registration-result.ts';
import type { Gate } from './gate.ts';
import type { Labels } from './operator/labels.ts';
import type { LineRules } from './line-rules.ts';
import type { Ages } from './rules/ages.ts';
import type { PortSource } from './port-source.ts';
import type { Scans } from './operator/scans.ts';

/** Speed at which a port is opened while nobody knows what is on it. */
export const firstBaudRate = 9600;

/** What the line needs of the registrar. */
export interface LineRegistrar {
  register(
    deviceId: DeviceId,
    options: { readonly signal: AbortSignal; readonly wanted?: WantedRegistration },
  ): Promise<RegistrationResult>;
}

/** Everything about one run that is the same for all runs of the line. */
export interface LineOptions {
  /** Its name, for those outside who are asked about a unit. */
  readonly station: string;
  readonly ports: PortSource;
  readonly journal: Journal;
  readonly registrar: LineRegistrar;
  readonly clock: Clock;
  /** Of what the journal has, since the beginning of this process. */
  readonly ages: Ages;
  readonly dialects: readonly DialectDefinition[];
  /** How long a unit may wait for the backend before it is amber, in ms. */
  readonly amberAfterMs: number;
  /** Those of now; asked for once at the beginning of each run. */
  readonly rules: () => LineRules;
  /** Words from outside that a unit needs before it is registered, in this order. */
  readonly gates: readonly Gate[];
  /** null: nothing can be printed. */
  readonly labels: Labels | null;
  readonly scans: Scans;
  /** Who is signed in now. */
  readonly operator: () => string | null;
}
