import type { Slot } from '../../station/slot-state.ts';
import { slotObject } from '../../web/slot-object.ts';
import type { Station } from '../../station/station.ts';
import type { Console } from '../shared/console.ts';
import { LiveRows } from '../shared/live-rows.ts';
import { slotRow, verdictMark } from './slot-row.ts';

/** Ten pictures a second are enough for an eye. */
const redrawMs = 100;

export interface AroundSlots {
  readonly heading: () => string;
  /** Lines under the slots. */
  readonly foot?: () => readonly string[];
}

/** Shows a station's slots: live rows on a terminal, one line a verdict in a pipe, every change as JSON. Returns how to stop. */
export const showSlots = (
  station: Station,
  console: Console,
  { heading, foot = () => [] }: AroundSlots,
): (() => void) => {
  if (!console.isLive) return station.onChange((slot) => print(slot, console));
  const rows = new LiveRows(console);
  const draw = (): void =>
    rows.draw([heading(), ...station.slots.map((slot) => slotRow(slot, console)), ...foot()].join('\n'));
  const timer = setInterval(draw, redrawMs);
  draw();
  return () => {
    clearInterval(timer);
    draw();
    rows.keep();
  };
};

const print = (slot: Slot, console: Console): void => {
  const { state } = slot;
  if (console.json) console.result(slotObject(slot), '');
  else if (state.kind === 'judged')
    console.result(
      {},
      `${slot.name}  ${verdictMark(state.verdict, console)} ${state.deviceId ?? '--------'}  ${state.verdict.code}: ${state.verdict.message}`,
    );
};
