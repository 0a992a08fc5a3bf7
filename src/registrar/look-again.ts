import type { DeviceId } from '../domain/device-id.ts';
import type { JournalEvent } from '../journal/events.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import { concludeFound } from './lookup/look-for-units.ts';
import { clockTime } from './registration-result.ts';
import type { RegistrationTools } from './registration-tools.ts';
import type { DebtScope } from './flush-debts.ts';

/** Units in one look. */
const pageLength = 2000;

/**
 * Units that were confirmed before and are given again: what the backend shows now counts. One that it does not show any more is
 * looked for like one that it has just accepted. @throws PaclineError of the backend and of the journal; the signal's reason
 */
export const lookAgain = async (
  scope: Required<DebtScope>,
  tools: RegistrationTools,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> => {
  for (let after: DeviceId | null = null; ;) {
    const page: readonly RegistrationRecord[] = await tools.journal.registrationsById(['confirmed'], {
      ...scope,
      after,
      limit: pageLength,
    });
    for (const [deviceTypeId, records] of Map.groupBy(page, (record) => record.deviceTypeId)) {
      tools.tell({ kind: 'looking up', units: records.length });
      const seen = await concludeFound(
        records,
        await tools.find(
          records.map(({ deviceId }) => deviceId),
          { effort: 'quick', deviceTypeId, signal },
        ),
        tools,
      );
      const missed = records.filter(({ deviceId }) => !seen.has(deviceId));
      if (missed.length === 0) continue;
      const seenLater = await concludeFound(
        missed,
        await tools.find(
          missed.map(({ deviceId }) => deviceId),
          { effort: 'thorough', signal },
        ),
        tools,
      );
      await tools.append(...missed.filter(({ deviceId }) => !seenLater.has(deviceId)).map(notListed));
    }
    if (page.length < pageLength) return;
    after = page.at(-1)?.deviceId ?? null;
  }
};

const notListed = ({ deviceId, confirmedAt, changedAt }: RegistrationRecord): JournalEvent => ({
  kind: 'registration accepted',
  deviceId,
  reason: `confirmed at ${clockTime(confirmedAt ?? changedAt)}, and not listed any more`,
});
