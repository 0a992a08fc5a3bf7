import { withoutCode } from '../../domain/verdict/sentence-of.ts';
import { counted } from '../../domain/counted.ts';
import type { VerdictColour } from '../../domain/outcome.ts';
import { localTime } from '../../domain/shift.ts';
import { timeOfDay } from '../figures.ts';
import type { Difference } from '../reconciliation.ts';
import type { Report } from '../report.ts';
import { html, type Markup } from './markup.ts';

/** Each difference by unit, those together that miss the same step. */
export const differencesSection = ({ reconciliation: { differences }, window }: Report): Markup => {
  if (differences.length === 0)
    return html`<section><h2>Differences</h2><p>None: every unit that was seated has taken every step.</p></section>`;
  const groups = Map.groupBy(differences, ({ missing }) => missing);
  const isOneDay = window.kind === 'shift' || window.kind === 'day';
  return html`<section><h2>Differences: ${counted(differences.length, 'unit')}</h2><div class="wide"><table class="tight">
<thead><tr><th scope="col">When</th><th scope="col">Slot</th><th scope="col">Unit</th><th scope="col">Verdict</th><th scope="col">Why</th><th scope="col" style="width: 26%">What it is now</th></tr></thead>
<tbody>${[...groups].map(([missing, group]) => [
    html`<tr class="group"><th scope="rowgroup" colspan="6">${groupTitle(missing)}: ${group.length}</th></tr>`,
    ...group.map((difference) => row(difference, { isOneDay })),
  ])}</tbody></table></div></section>`;
};

const groupTitle = (missing: Difference['missing']): string =>
  missing === null ? 'Every step taken, though the slot did not say so' : `Not ${missing}`;

const row = (
  { at, slot, deviceId, serialNumber, colour, code, blame, message, leftAmber, now, standing }: Difference,
  { isOneDay }: { readonly isOneDay: boolean },
): Markup =>
  html`<tr><td class="one">${isOneDay ? timeOfDay(at) : localTime(at)}</td><td class="slot">${slot}</td><td class="one"><span class="id">${deviceId ?? '—'}</span>${serialNumber === null ? null : html`, ${serialNumber}`}</td>
<td class="one">${verdictMark(colour)}${leftAmber ? html`, taken out` : null}</td><td>${code === null ? 'no verdict' : html`<strong>${code}</strong>${blame === null ? '' : `, ${blame}`}${message === null ? null : `: ${withoutCode(message, code)}`}`}</td>
<td>${standing === 'open' ? html`<strong class="amber">open</strong>: ` : standing === 'for a person' ? 'for a person: ' : ''}${now}</td></tr>`;

const shapes: Readonly<Record<VerdictColour, string>> = { green: '●', amber: '▲', red: '■', blue: '◆' };

/** By colour, shape and word, as on the bench: on a grey print two of the three are left. */
const verdictMark = (colour: VerdictColour | null): Markup =>
  colour === null ? html`none` : html`<span class="${colour}">${shapes[colour]} ${colour}</span>`;
