import type { DeviceId } from '../../domain/device-id.ts';
import { matchesScan } from '../../domain/scanning/matches-scan.ts';
import type { Verdict } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { LineOptions } from '../line-options.ts';
import type { LineRules } from '../line-rules.ts';
import type { Stay } from '../stay.ts';

/** Said as long as nothing was scanned. */
export const askForLabel = 'put the label on the unit and scan it';

export interface LabelUnitOptions {
  readonly run: string;
  readonly deviceId: DeviceId;
  /** What the backend made of the unit: green. */
  readonly confirmed: Verdict;
  readonly line: Pick<LineOptions, 'labels' | 'journal' | 'operator'>;
  readonly stay: Pick<Stay, 'scans' | 'isStillThere'>;
  readonly rules: LineRules;
  readonly signal: AbortSignal;
  readonly onNotice: (notice: string) => void;
}

/**
 * The label of a confirmed unit: owed, printed, and scanned back where the product says so. Green stays green; where the printer is
 * down, or the unit leaves too early, it becomes amber.
 * @throws PaclineError of the journal
 */
export const labelUnit = async (options: LabelUnitOptions): Promise<Verdict> => {
  const { run, deviceId, confirmed, line, rules, signal, onNotice } = options;
  const { label: rule } = rules;
  if (rule === null || line.labels === null) return confirmed;
  const before = await line.journal.label(deviceId);
  if (before === null) await line.journal.append([{ kind: 'label owed', deviceId, run }]);
  else if (before.state === 'verified' || (before.state === 'printed' && !rule.scanBack)) return confirmed;
  if (rule.showPac && (await line.journal.unit(deviceId))?.currentPac === null)
    onNotice('its label carries no PAC: the backend does not show the new one to this API user');
  try {
    await line.labels.printOwed(deviceId, { signal });
    if (rule.scanBack) await scanBack(await line.labels.codeOf(deviceId), options);
    return confirmed;
  } catch (error) {
    if (PaclineError.is(signal.reason, 'one id in two slots')) throw signal.reason;
    if (PaclineError.is(signal.reason, 'given up')) return labelOwed('label unscanned', 'nobody scanned it back.');
    if (signal.aborted) return labelOwed('label unscanned', 'it was not scanned back before the unit left its slot.');
    if (!PaclineError.is(error, 'printer down', 'printer fault')) throw error;
    return labelOwed(error.code, error.message);
  }
};

/** What the backend has said of the unit stays true. */
const labelOwed = (code: PaclineError['code'], why: string): Verdict => ({
  colour: 'amber',
  outcome: 'pass',
  code,
  message: `The backend has confirmed the unit; its label is owed: ${why}`,
});

const scanBack = async (
  code: string,
  { deviceId, line: { journal, operator }, stay, signal, onNotice }: LabelUnitOptions,
): Promise<void> => {
  onNotice(askForLabel);
  for (;;) {
    const scanned = await stay.scans.next({ kind: 'label', code }, { signal });
    if (matchesScan(code, scanned)) {
      if (!(await stay.isStillThere({ signal, onAdvice: onNotice }))) {
        onNotice('the unit was not seen at once when it was read again: scan its label once more');
        continue;
      }
      await journal.append([{ kind: 'label verified', deviceId, operator: operator() }]);
      return;
    }
    await journal.append([
      { kind: 'label mismatched', deviceId, scanned: scanned.slice(0, 100), operator: operator() },
    ]);
    onNotice(`this is not the label of ${deviceId}: scan the label of this unit`);
  }
};
