import type { Check } from './examine.ts';
import { inOrder, notLookedAt } from './finding.ts';

export interface MachineToCheck {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Pacline's own. */
  readonly version: string;
}

/** What the program runs on, for whoever reads the findings elsewhere. */
export const checkMachine = ({ environment, version }: MachineToCheck): Check => ({
  name: 'machine',
  whenItHangs: 'internal fault',
  run: async () => [
    inOrder('pacline', `${version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`),
    environment['NOTIFY_SOCKET']
      ? inOrder('service', serviceWords(environment))
      : notLookedAt('service', 'Not started by systemd.'),
  ],
});

const serviceWords = (environment: MachineToCheck['environment']): string => {
  const microseconds = Number(environment['WATCHDOG_USEC']);
  return microseconds > 0
    ? `Started by systemd, which wants a sign of life every ${microseconds / 1_000_000} s.`
    : 'Started by systemd, without a watchdog.';
};
