import type { JournalFinding } from '../journal/verify/verified-journal.ts';
import { usualAction, type Finding } from './finding.ts';

/** What was found in a journal, in the form of all that doctor finds. */
export const findingOf = ({ details, ...finding }: JournalFinding): Finding => ({
  ...finding,
  action: finding.code === null ? null : usualAction(finding.code),
  ...(details.length > 0 && { details }),
});
