import type { DeviceId } from '../../domain/device-id.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { isOpen } from '../../domain/registration.ts';
import { resultOf } from '../../registrar/registration-result.ts';
import { isDebtFor } from './debt.ts';
import { labelUnit } from './label-unit.ts';
import type { LineOptions } from '../line-options.ts';
import type { EndedRun } from './run-unit.ts';
import type { SlotEvent } from '../slot-state.ts';
import { verdictOfRegistration } from './verdict.ts';

export interface SettleOptions {
  readonly slot: string;
  readonly line: LineOptions;
  /** Aborts when the unit is taken out, or when the line stops. */
  readonly signal: AbortSignal;
  readonly report: (event: SlotEvent) => void;
}

/** Between two looks at what is owed for a unit, in ms. */
const lookEveryMs = 1000;

/**
 * An amber unit that is still in its slot: what is owed for it may come at any moment, and then its verdict changes.
 * Returns the last verdict. @throws PaclineError of the journal
 */
export const settleWhileSeated = async (ended: EndedRun, options: SettleOptions): Promise<Verdict> => {
  const { run, deviceId } = ended;
  const { line, signal, report } = options;
  let { verdict } = ended;
  if (deviceId === null) return verdict;
  while (verdict.colour === 'amber') {
    await line.clock.sleep(lookEveryMs, { signal }).catch(() => undefined);
    if (signal.aborted) return verdict;
    const next = await verdictNow(deviceId, ended, options);
    if (next.code !== verdict.code && next.colour === 'amber') report({ kind: 'notice', notice: next.message });
    verdict = next;
  }
  if (verdict !== ended.verdict) {
    await line.journal.append([{ kind: 'verdict settled', run, deviceId, ...verdict }]);
    report({ kind: 'settled', verdict });
  }
  return verdict;
};

const verdictNow = async (deviceId: DeviceId, { run, verdict, rules }: EndedRun, { slot, line, signal, report }: SettleOptions): Promise<Verdict> => {
  const registration = await line.journal.registration(deviceId);
  if (registration === null || !isDebtFor(rules.product, registration)) return verdict;
  if (isOpen(registration.state)) return verdict;
  const ended = verdictOfRegistration(resultOf(registration));
  if (ended.colour !== 'green') return ended;
  return labelUnit({ run, slot, deviceId, confirmed: ended, line, rules, signal, onNotice: (notice) => report({ kind: 'notice', notice }) });
};
