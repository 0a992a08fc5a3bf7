import type { Check } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';

/** What a check finds, with nobody to stop it. */
export const lookedAt = (check: Check): Promise<readonly Finding[]> =>
  check.run({ signal: new AbortController().signal });

/** The finding about one subject; there has to be one, and only one. */
export const about = (findings: readonly Finding[], subject: string): Finding => {
  const [finding, ...others] = findings.filter((each) => each.subject === subject);
  if (finding === undefined || others.length > 0)
    throw new Error(`not one finding about ${subject}: ${JSON.stringify(findings)}`);
  return finding;
};

/** Those that are not as they should be, in short. */
export const complaints = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ severity }) => severity === 'fault' || severity === 'warning')
    .map(({ subject, severity, code }) => `${severity}: ${subject}: ${code ?? '-'}`);
