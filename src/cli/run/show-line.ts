import type { Line } from '../../composition/open-line.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { openStates } from '../../domain/registration.ts';
import { actionAfter } from '../../domain/verdict/next-step.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { LineHeading } from './line-heading.ts';
import { whileNotified } from './notify-systemd.ts';
import type { BenchWords } from './screen/bench-words.ts';
import { showSlots } from './screen/slot-display.ts';
import { Tally, parts } from './screen/tally.ts';
import { Tone } from './screen/tone.ts';
import { typedLines } from './typed-lines.ts';

interface ShowLineTools {
  readonly words: BenchWords;
  readonly context: CommandContext;
  readonly console: Console;
  /** Verdicts are heard as well, where there is a terminal. */
  readonly hasTone: boolean;
}

/** Runs a line before the eyes of the people at the bench, and hands it what they scan. Resolves with the exit code. */
export const showLine = async (line: Line, { words, context, console, hasTone }: ShowLineTools): Promise<number> => {
  const { clock, signal } = context;
  const { station, journal } = line;
  const heading = new LineHeading({
    journal,
    clock,
    rules: () => line.rules(),
    person: () => line.operator.person,
  });
  const tally = new Tally({ station, clock, journal, shiftStarts: () => line.rules().shiftStarts });
  await tally.look();
  const hide = showSlots(station, console, {
    heading: () => heading.text(),
    words: () => words.last,
    counters: () => tally.line(),
  });
  const tone = hasTone && console.isLive ? new Tone({ station, clock, ring: () => console.ring() }) : null;
  const beside = [
    (running: AbortSignal) => heading.follow(running),
    (running: AbortSignal) => tally.follow(running),
    (running: AbortSignal) => takeLines(line, words, running),
    ...(tone === null ? [] : [(running: AbortSignal) => tone.follow(running)]),
  ];
  const onReady = ({ control }: { readonly control: string | null }): void => {
    if (!console.json) return;
    const { product, order } = line.rules();
    const slots = station.slots.map(({ name }) => name);
    console.result({ event: 'ready', slots, product: product.name, order: order?.name ?? null, control }, '');
  };
  try {
    await whileNotified({ ...context, onFault: (fault) => words.say(fault) }, () =>
      line.run({ signal, beside, onReady }),
    );
  } finally {
    hide();
  }
  return tellEnd(line, tally, { console, signal });
};

/** What the line has come to. Who stops it has not interrupted it: that is how it ends. @throws PaclineError the signal's reason, where that is a fault */
const tellEnd = async (
  { journal }: Line,
  { counts }: Tally,
  { console, signal }: { readonly console: Console; readonly signal: AbortSignal },
): Promise<number> => {
  const owed = await countOpen(journal);
  const { 'already done': alreadyDone, 'turned away': turnedAway, ...rest } = counts;
  const asked = signal.aborted ? 'Stopped on request. ' : '';
  const left =
    owed === 0 ? '' : `; ${owed} registration${owed === 1 ? ' is' : 's are'} owed and go on at the next start`;
  const summary = parts(counts)
    .map((part) => console.styledLine([part]))
    .join('  ');
  console.result(
    {
      event: 'end',
      reason: signal.aborted ? 'asked to stop' : 'all runs done',
      ...rest,
      alreadyDone,
      turnedAway,
      owed,
    },
    `${asked}${summary}${left}`,
  );
  if (signal.aborted) {
    const { reason }: { readonly reason: unknown } = signal;
    if (!PaclineError.is(reason)) throw reason;
    if (reason.code === 'output closed')
      console.remark(
        'Nobody reads the output any more: the line was stopped, and every run has its end in the journal.',
      );
    return reason.entry.exitCode;
  }
  return counts.red + counts['turned away'] > 0 ? 1 : 0;
};

/** What is scanned is done, one line after another; what cannot be done is told. */
const takeLines = async ({ operator }: Line, words: BenchWords, signal: AbortSignal): Promise<void> => {
  for await (const scanned of typedLines(process.stdin, signal)) {
    try {
      words.say((await operator.take(scanned, { signal })).message, 'done');
    } catch (error) {
      if (!PaclineError.is(error) || error.entry.area === 'journal') throw error;
      words.say(`${error.sentence} ${actionAfter(error)}`, 'refused');
    }
  }
};

const countOpen = async (journal: Line['journal']): Promise<number> => {
  const counts = await journal.countRegistrations();
  return openStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
};
