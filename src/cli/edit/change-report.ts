import type { Backend } from '../../backend/backend.ts';
import { errorTable, type ErrorCode } from '../../domain/errors/error-table.ts';
import type { ChangeTools } from '../../registrar/changes/change-tools.ts';
import type { UnitResult } from '../../registrar/changes/unit-result.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { openChangeNotes, type ChangeDetail, type ChangeNotes } from './change-notes.ts';
import { ChangeProgress, units } from './change-progress.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { withBackend } from '../shared/with-backend.ts';
import type { StationSurroundings } from '../../composition/station-config.ts';

interface ReportOptions {
  readonly station: StationSurroundings;
  readonly context: CommandContext;
  readonly console: Console;
  readonly total: number;
  /** What is right after an interruption: the same command again, or a look at the units first. */
  readonly afterwards: 'repeat' | 'look first';
  /** What is known of a unit once its change is done; left out: nothing that its registration speaks of. */
  readonly detailOf?: (deviceId: DeviceId) => ChangeDetail;
}

type Change = (
  tools: ChangeTools<keyof Backend>,
  options: { readonly signal: AbortSignal },
) => AsyncIterable<UnitResult>;

/** Makes a change, prints one result a unit as it comes and writes down what was done; returns the exit code, which is the highest of theirs. */
export const reportChange = async (change: Change, options: ReportOptions): Promise<number> => {
  const { station, context, console } = options;
  const notes = await openChangeNotes(context, station.settings, console);
  try {
    return await withBackend(station.access, context, (backend) => report(change, backend, notes, options));
  } finally {
    await notes.close();
  }
};

const report = async (
  change: Change,
  backend: Backend,
  notes: ChangeNotes,
  { context: { clock, signal }, console, total, afterwards, detailOf = () => ({}) }: ReportOptions,
): Promise<number> => {
  const progress = new ChangeProgress({ console, total });
  const failures = new Set<ErrorCode>();
  let passed = 0;
  try {
    for await (const result of change(
      { backend, clock, onActivity: (activity) => progress.activity(activity) },
      { signal },
    )) {
      progress.unit(() => show(result, console));
      await notes.note(result, detailOf(result.deviceId));
      if (isError(result.code)) failures.add(result.code);
      else passed += 1;
    }
  } catch (error) {
    if (signal.aborted) sayHowToGoOn(progress, { console, total, afterwards });
    throw error;
  } finally {
    progress.clear();
  }
  for (const code of failures) console.remark(`  ${code}: ${advice[code] ?? errorTable[code].operatorAction}.`);
  if (total > 1) console.remark(`${passed} of ${units(total)} passed.`);
  return Math.max(0, ...Array.from(failures, (code) => errorTable[code].exitCode));
};

/** Where the table speaks of a registration, which is another matter. */
const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  'backend refused': "Read the backend's own words and look at the unit with `pacline status`",
  'backend unreachable': 'Check the network, then run the command again',
  'backend throttled':
    'Run the command again later: of each device the backend takes one edit and one deletion an hour',
  'backend fault': 'Look at the unit with `pacline status`, then run the command again',
};

const isError = (code: UnitResult['code']): code is ErrorCode => code in errorTable;

const show = (result: UnitResult, console: Console): void => {
  const { deviceId, outcome, code, message, jobId } = result;
  const style = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow';
  console.result(
    { deviceId, outcome, code, message, jobId },
    `${console.styled(style, outcome)}  ${deviceId}  ${code}: ${message}`,
  );
};

const sayHowToGoOn = (
  { ended, jobId }: ChangeProgress,
  { console, total, afterwards }: Pick<ReportOptions, 'console' | 'total' | 'afterwards'>,
): void => {
  const job = jobId === null ? '' : ` Job ${jobId} may still go on in the backend.`;
  const next =
    afterwards === 'repeat'
      ? 'Run the same command again: what is done already does no harm a second time.'
      : 'Look at the units with `pacline status` or in the portal before you run it again.';
  console.remark(`Stopped: ${ended} of ${units(total)} have a result.${job} ${next}`);
};
