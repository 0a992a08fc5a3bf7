import { seconds } from '../figures.ts';
import type { Report } from '../report.ts';
import type { Spread } from '../spread.ts';
import { html, type Markup } from './markup.ts';

export const timingsSection = ({ timings }: Report): Markup =>
  html`<section class="whole"><h2>Where the time goes</h2><table class="tight"><thead><tr><th scope="col"></th><th scope="col" class="n">Runs</th><th scope="col" class="n">Median</th><th scope="col" class="n">95 of 100 within</th><th scope="col" class="n">Longest</th></tr></thead><tbody>
${row('A green unit, seating to verdict', timings.green)}${row('Any unit, seating to verdict', timings.seating)}
${timings.phases.map(({ phase, spread }) => row(`– ${phase}`, spread))}
${timings.firstAnswer.count === 0 ? null : row('Seating to the first byte of an answer', timings.firstAnswer)}${row('One green to the next in the same slot', timings.greenToGreen)}
</tbody></table></section>`;

const row = (name: string, { count, median, p95, max }: Spread): Markup =>
  html`<tr><th scope="row">${name}</th><td class="n">${count}</td><td class="n">${seconds(median)}</td><td class="n">${seconds(p95)}</td><td class="n">${seconds(max)}</td></tr>`;
