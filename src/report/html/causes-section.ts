import { counted } from '../../domain/counted.ts';
import { percent } from '../figures.ts';
import type { Report } from '../report.ts';
import { barsPlot } from './bars.ts';
import { html, type Markup } from './markup.ts';

export const causesSection = ({ pareto: { total, codes, blames }, slots }: Report): Markup => {
  if (total === 0) return html`<section><h2>Causes</h2><p>Every seating ended green.</p></section>`;
  return html`<section><div class="pair whole"><div><h2>Causes of ${counted(total, 'seating')} not green</h2>
${barsPlot({ title: `Causes: ${codes.map(({ code, count }) => `${code} ${count}`).join(', ')}`, full: total, nameWidth: 200, bars: codes.map(({ code, blame, count, share }) => ({ name: code, aside: blame ?? '', value: count, figure: String(count), share: percent(share) })) })}</div>
<div><h2>Whose turn it is</h2>
${barsPlot({ title: `By blame: ${blames.map(({ blame, count }) => `${blame ?? 'nobody'} ${count}`).join(', ')}`, full: total, nameWidth: 110, bars: blames.map(({ blame, count, share }) => ({ name: blame ?? 'nobody', value: count, figure: String(count), share: percent(share) })) })}</div></div>
${slots.length < 2 ? null : inBlocks(slots).map((block) => matrix(codes, block))}</section>`;
};

/** So many slots stand side by side on paper. */
const slotsAbreast = 16;

const inBlocks = (slots: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(slots.length / slotsAbreast) }, (_, block) =>
    slots.slice(block * slotsAbreast, (block + 1) * slotsAbreast),
  );

/** Whether a cause is one slot's or everybody's. */
const matrix = (codes: Report['pareto']['codes'], slots: readonly string[]): Markup =>
  html`<div class="whole wide"><table class="tight"><caption class="muted">Causes by slot</caption><thead><tr><th scope="col">Cause</th>${slots.map((slot) => html`<th scope="col" class="n">${slot}</th>`)}<th scope="col" class="n">all slots</th></tr></thead>
<tbody>${codes.map(({ code, bySlot, count }) => html`<tr><th scope="row" class="cause">${code}</th>${slots.map((slot) => cell(bySlot[slot] ?? 0))}<td class="n">${count}</td></tr>`)}</tbody></table></div>`;

const cell = (count: number): Markup =>
  count === 0 ? html`<td class="n zero">·</td>` : html`<td class="n">${count}</td>`;
