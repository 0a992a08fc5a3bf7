import type { Check } from '../examine.ts';
import { inOrder, notLookedAt, remark } from '../finding.ts';

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
    ...(environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          remark(
            'certificates',
            'NODE_TLS_REJECT_UNAUTHORIZED is 0, which switches the checking of certificates off; Pacline checks them all the same.',
            'Take it out of the environment; name an authority of your own by `caFile` in [backend] or NODE_EXTRA_CA_CERTS.',
          ),
        ]
      : []),
  ],
});

const serviceWords = (environment: MachineToCheck['environment']): string => {
  const microseconds = Number(environment['WATCHDOG_USEC']);
  return microseconds > 0
    ? `Started by systemd, which wants a sign of life every ${microseconds / 1_000_000} s.`
    : 'Started by systemd, without a watchdog.';
};
