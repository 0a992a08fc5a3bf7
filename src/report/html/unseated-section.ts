import { counted } from '../../domain/counted.ts';
import { localTime } from '../../domain/shift.ts';
import type { Report } from '../report.ts';
import { statesText } from '../unseated.ts';
import { html, type Markup } from './markup.ts';

/** Units that came otherwise than in a slot, with where they came from, and those of them that are not done. */
export const unseatedSection = ({ unseated: { units, sources, listed } }: Report): Markup | null => {
  if (units === 0) return null;
  const left = listed.filter(({ standing }) => standing !== 'done');
  return html`<section class="whole"><h2>By hand and from files: ${counted(units, 'unit')}</h2>
<p>${sources.map(({ source, states }) => html`${source}: ${statesText(states)}. `)}They were in no slot of this time.</p>
${
  left.length === 0
    ? null
    : html`<table class="tight"><thead><tr><th scope="col">Unit</th><th scope="col">From</th><th scope="col">When</th><th scope="col">What it is now</th><th scope="col">Why</th></tr></thead>
<tbody>${left.map(({ registration: { deviceId, code, reason }, source, at, now }) => html`<tr><td class="one"><span class="id">${deviceId}</span></td><td>${source}</td><td class="one">${localTime(at)}</td><td>${now}</td><td>${code === null ? '' : html`<strong>${code}</strong>${reason === null ? '' : `: ${reason}`}`}</td></tr>`)}</tbody></table>`
}</section>`;
};
