import { withoutCode } from '../../../domain/verdict/sentence-of.ts';
import type { Slot } from '../../../station/slot-state.ts';
import type { Station } from '../../../station/station.ts';
import { slotObject } from '../../../web/slot-object.ts';
import type { Console } from '../../shared/console.ts';
import { LiveRows } from '../../shared/live-rows.ts';
import { verdictMark } from '../../shared/marks.ts';
import { benchScreen } from './bench-screen.ts';
import { whatToDo } from './slot-text.ts';
import type { StyledLine } from './styled-line.ts';

/** Ten pictures a second are enough for an eye. */
const redrawMs = 100;
/** So long stays what is told in turn, in ms. */
const turnMs = 4000;

export interface AroundSlots {
  readonly heading: () => string;
  /** What was said last; default: nothing. */
  readonly words?: () => readonly StyledLine[];
  readonly counters: () => StyledLine;
}

/** Shows a station's slots: live rows on a terminal, one line a verdict in a pipe, every change as JSON. Returns how to stop. */
export const showSlots = (
  station: Station,
  console: Console,
  { heading, words = () => [], counters }: AroundSlots,
): (() => void) => {
  if (!console.isLive) return station.onChange((slot) => print(slot, console));
  const { stream } = console;
  const rows = new LiveRows(console);
  const text = (): string => {
    const view = { heading: heading(), slots: station.slots, words: words(), counters: counters() };
    const turn = Math.floor(performance.now() / turnMs);
    const size = { columns: stream.columns, rows: stream.rows };
    return benchScreen(view, size, turn)
      .map((line) => console.styledLine(line))
      .join('\n');
  };
  const draw = (): void => rows.draw(text());
  const drawAnew = (): void => rows.drawAnew(text());
  stream.on('resize', drawAnew);
  const timer = setInterval(draw, redrawMs);
  draw();
  return () => {
    clearInterval(timer);
    stream.off('resize', drawAnew);
    draw();
    rows.keep();
  };
};

const print = (slot: Slot, console: Console): void => {
  const { state } = slot;
  if (console.json) console.result(slotObject(slot), '');
  else if (state.kind === 'judged') {
    const { verdict, deviceId } = state;
    const todo = verdict.colour === 'green' || verdict.colour === 'blue' ? '' : ` → ${whatToDo(state)}`;
    console.result(
      {},
      `${slot.name}  ${verdictMark(verdict, console)} ${deviceId ?? '--------'}  ${verdict.code}: ${withoutCode(verdict.message, verdict.code)}${todo}`,
    );
  }
};
