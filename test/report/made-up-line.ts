import type { Outcome, ResultCode, VerdictColour } from '../../src/domain/outcome.ts';
import type { JournalEvent, RunMeasured } from '../../src/journal/events.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { makeReport, type Report } from '../../src/report/report.ts';
import type { LabelsBySettings } from '../../src/report/unit-end.ts';
import type { ReportWindow } from '../../src/report/report-window.ts';
import { onTestFinished } from 'vitest';
import { deviceId, temporaryJournalPath } from '../journal/journal-bench.ts';
import { madeUpId, madeUpPac } from '../series/made-up-series.ts';

/** Where the shift of these tests begins: 06:00, local time. */
export const morning = new Date(2026, 10, 25, 6).getTime();

export const minute = 60_000;

/** `cut off`: the process died after the unit was read; `vanished`: before. */
export const endings = [
  'green',
  'amber',
  'unknown',
  'refused',
  'check failed',
  'mute',
  'pulled',
  'cut off',
  'vanished',
  'golden',
  'golden failed',
  'locked',
] as const;

export type Ending = (typeof endings)[number];

export interface MadeUpSeating {
  /** Which unit; the ones without an ID need none. */
  readonly unit?: number;
  readonly ending: Ending;
  readonly slot?: string;
  readonly product?: string;
  readonly order?: string;
  readonly tookMs?: number;
  readonly measured?: Partial<RunMeasured>;
}

/** A line whose operator does what the test says, with a real journal and a clock of its own. */
export class MadeUpLine {
  readonly journal: Journal;
  readonly #clock: { time: number };
  #runs = 0;

  private constructor(journal: Journal, clock: { time: number }) {
    this.journal = journal;
    this.#clock = clock;
  }

  static async open(path = temporaryJournalPath()): Promise<MadeUpLine> {
    const clock = { time: morning };
    const journal = await openJournal({ path, station: 'bench <1>', clock: { now: () => clock.time } });
    onTestFinished(() => journal.close());
    return new MadeUpLine(journal, clock);
  }

  get now(): number {
    return this.#clock.time;
  }

  /** May go back, too. */
  setClock(time: number): void {
    this.#clock.time = time;
  }

  /** One minute after the one before, unless the clock was set. Resolves with the run. */
  async seat({
    unit = 0,
    ending,
    slot = 'left',
    product = 'tank',
    order = 'PO-1',
    tookMs = 2000,
    measured = {},
  }: MadeUpSeating): Promise<string> {
    const run = `00000000-0000-4000-8000-${String(++this.#runs).padStart(12, '0')}`;
    await this.journal.append([
      {
        kind: 'run started',
        run,
        slot,
        port: '/dev/ttyS9',
        context: { product, order, operator: 'Ada', settings: 'd1gest' },
      },
    ]);
    this.#clock.time += tookMs;
    const read = await this.#events(run, unit, ending);
    const end = ends[ending];
    const id = read.length === 0 ? null : madeUpId(unit);
    const purpose = ending.startsWith('golden') ? 'golden' : 'unit';
    await this.journal.append([
      ...read,
      ...(end === null
        ? []
        : [
            {
              kind: 'run ended',
              run,
              deviceId: id,
              ...end,
              elapsedMs: tookMs,
              transcript: '> AT<CR>\n',
              measured: { purpose, firstAnswerMs: 40, phaseMs: { reading: 90 }, measurements: [], ...measured },
            } as const,
          ]),
    ]);
    this.#clock.time += minute - tookMs;
    return run;
  }

  async remove(run: string, slot = 'left'): Promise<void> {
    await this.journal.append([{ kind: 'unit removed', run, slot }]);
  }

  /** What was owed or unknown is in the backend after all. */
  async confirm(unit: number): Promise<void> {
    await this.journal.append([{ kind: 'registration confirmed', deviceId: madeUpId(unit), code: 'registered' }]);
  }

  async label(unit: number, ...kinds: readonly ('label owed' | 'label printed' | 'label verified')[]): Promise<void> {
    const id = madeUpId(unit);
    await this.journal.append(
      kinds.map((kind) =>
        kind === 'label owed'
          ? { kind, deviceId: id, run: '-' }
          : kind === 'label printed'
            ? { kind, deviceId: id, reprint: false, operator: null }
            : { kind, deviceId: id, operator: null },
      ),
    );
  }

  report(window: Partial<ReportWindow> = {}, labels: LabelsBySettings | null = null): Promise<Report> {
    return makeReport(
      this.journal,
      { kind: 'shift', name: '2026-11-25 06:00', from: morning, to: morning + 480 * minute, order: null, ...window },
      { now: this.now, labels },
    );
  }

  /** What the unit's reading leaves in the journal before its verdict; nothing where no ID was read. */
  async #events(run: string, unit: number, ending: Ending): Promise<readonly JournalEvent[]> {
    if (['mute', 'vanished', 'golden', 'golden failed', 'locked'].includes(ending)) return [];
    const id = madeUpId(unit);
    const read: JournalEvent = {
      kind: 'unit read',
      run,
      deviceId: id,
      pac: madeUpPac(unit),
      pacSource: 'modem',
      dialect: 'sample',
      firmware: '1.0',
    };
    if (ending === 'check failed' || ending === 'pulled') return [read];
    const mayHaveBeenSent = (await this.journal.registration(deviceId(id)))?.state === 'unknown';
    const owed: JournalEvent = {
      kind: 'registration owed',
      deviceId: id,
      deviceTypeId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
      certificate: 'P_00A1_B2C3_01',
      name: `tank ${id}`,
    };
    const debt = mayHaveBeenSent ? [read] : [read, owed];
    if (ending === 'amber' || ending === 'cut off') return debt;
    const sent: readonly JournalEvent[] = mayHaveBeenSent
      ? debt
      : [...debt, { kind: 'registration intended', deviceId: id }];
    if (ending === 'green') return [...sent, { kind: 'registration confirmed', deviceId: id, code: 'registered' }];
    if (ending === 'refused')
      return [
        ...sent,
        { kind: 'registration refused', deviceId: id, code: 'backend refused', reason: 'the PAC is spent' },
      ];
    return mayHaveBeenSent
      ? sent
      : [...sent, { kind: 'registration unknown', deviceId: id, reason: 'the answer got lost' }];
  }
}

const verdict = (colour: VerdictColour, outcome: Outcome, code: ResultCode) => ({
  colour,
  outcome,
  code,
  message: `What happened, in a sentence. (${code})`,
});

/** null: the run has no end. */
const ends: Readonly<Record<Ending, ReturnType<typeof verdict> | null>> = {
  green: verdict('green', 'pass', 'registered'),
  amber: verdict('amber', 'pass', 'backend unreachable'),
  unknown: verdict('amber', 'pass', 'registration unknown'),
  refused: verdict('red', 'fail', 'backend refused'),
  'check failed': verdict('red', 'fail', 'check failed'),
  mute: verdict('red', 'timeout', 'no answer'),
  pulled: verdict('red', 'aborted', 'port lost'),
  'cut off': null,
  vanished: null,
  golden: verdict('blue', 'pass', 'golden read'),
  'golden failed': verdict('red', 'error', 'golden failed'),
  locked: verdict('red', 'error', 'slot locked'),
};
