import type { Line } from '../../composition/open-line.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { openStates } from '../../domain/registration.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import type { BenchWords } from './bench-words.ts';
import { LineHeading } from './line-heading.ts';
import { whileNotified } from './notify-systemd.ts';
import { showSlots } from './slot-display.ts';
import { Tally } from './tally.ts';
import { typedLines } from './typed-lines.ts';

interface ShowLineTools {
  readonly words: BenchWords;
  readonly context: CommandContext;
  readonly console: Console;
}

/** Runs a line before the eyes of the people at the bench, and hands it what they scan. Resolves with the exit code. */
export const showLine = async (line: Line, { words, context, console }: ShowLineTools): Promise<number> => {
  const { clock, signal } = context;
  const heading = new LineHeading({
    journal: line.journal,
    clock,
    rules: () => line.rules(),
    person: () => line.operator.person,
  });
  const tally = new Tally(line.station);
  const hide = showSlots(line.station, console, {
    heading: () => `${heading.text()}   ${tally.text(console)}`,
    foot: () => words.last,
  });
  const beside = [
    (running: AbortSignal) => heading.follow(running),
    (running: AbortSignal) => takeLines(line, words, running),
  ];
  try {
    await whileNotified({ ...context, onFault: (fault) => words.say(fault) }, () => line.run({ signal, beside }));
  } finally {
    hide();
  }
  const open = await countOpen(line);
  const owed =
    open === 0 ? '' : `; ${open} registration${open === 1 ? ' is' : 's are'} owed and go on at the next start`;
  console.result({ event: 'end', ...tally.counts, owed: open }, `${tally.text(console)}${owed}`);
  signal.throwIfAborted();
  return tally.red > 0 ? 1 : 0;
};

/** What is scanned is done, one line after another; what cannot be done is told. */
const takeLines = async ({ operator }: Line, words: BenchWords, signal: AbortSignal): Promise<void> => {
  for await (const scanned of typedLines(process.stdin, signal)) {
    try {
      words.say(await operator.take(scanned, { signal }));
    } catch (error) {
      if (!PaclineError.is(error) || error.entry.area === 'journal') throw error;
      words.say(`${error.message} ${error.operatorAction}.`);
    }
  }
};

const countOpen = async ({ journal }: Line): Promise<number> => {
  const counts = await journal.countRegistrations();
  return openStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
};
