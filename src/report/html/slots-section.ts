import { percent, seconds } from '../figures.ts';
import type { Report } from '../report.ts';
import { shareBar } from './bars.ts';
import { html, type Markup } from './markup.ts';

/** So many are kept on one sheet. */
const fewSlots = 16;

/** Slots against each other: a worn contact shows here first. */
export const slotsSection = ({ yield: { bySlot }, timings }: Report): Markup => {
  const timesOf = new Map(timings.bySlot.map((timing) => [timing.slot, timing]));
  const rows = bySlot.map(({ slot, seatings, units, good, yield: share, firstPassYield }) => {
    const times = timesOf.get(slot);
    return html`<tr><th scope="row">${slot}</th><td class="n">${seatings}</td><td class="n">${units}</td><td class="n">${good}</td><td class="plot">${share === null ? null : shareBar(share)}</td><td class="n">${percent(share)}</td><td class="n">${percent(firstPassYield)}</td><td class="n">${seconds(times?.firstAnswer.median ?? null)}</td><td class="n">${seconds(times?.green.median ?? null)}</td><td class="n">${seconds(times?.greenToGreen.median ?? null)}</td></tr>`;
  });
  return html`<section class="${bySlot.length > fewSlots ? '' : 'whole'}"><h2>Slots</h2><div class="wide"><table class="tight">
<thead><tr><th scope="col">Slot</th><th scope="col" class="n">Seatings</th><th scope="col" class="n">Units</th><th scope="col" class="n">Good</th><th scope="col" colspan="2">Yield</th><th scope="col" class="n">First pass</th><th scope="col" class="n">First answer</th><th scope="col" class="n">To green</th><th scope="col" class="n">Green to green</th></tr></thead>
<tbody>${rows}</tbody></table></div><p class="muted">Times are medians.</p></section>`;
};
