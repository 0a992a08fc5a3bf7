import { counted } from '../../domain/counted.ts';
import { localTime } from '../../domain/shift.ts';
import { closingSentence, percent, rate, seconds, spanText, titleOf } from '../figures.ts';
import type { Report } from '../report.ts';
import { causesSection } from './causes-section.ts';
import { differencesSection } from './differences-section.ts';
import { html, Markup } from './markup.ts';
import { paceSection } from './pace-section.ts';
import { reconciliationSection } from './reconciliation-section.ts';
import { slotsSection } from './slots-section.ts';
import { pageStyle } from './style.ts';
import { timingsSection } from './timings-section.ts';
import { unseatedSection } from './unseated-section.ts';

/** The report as one file that needs nothing else: no script, no address, to be looked at, sent and printed on A4. */
export const reportPage = (report: Report): string => {
  const title = titleOf(report);
  const { closes } = report;
  const hasUnits = report.reconciliation.units > 0;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${new Markup(pageStyle)}</style></head><body>
<header><div><h1>${title}</h1><p>${spanText(report)}</p></div><div>${facts(report)}</div></header>
<main><p class="${closes ? 'closing' : 'closing open'}">${closingSentence(report)}</p>
${hasUnits ? tiles(report) : null}
${reconciliationSection(report)}
${unseatedSection(report)}
${hasUnits ? [paceSection(report), causesSection(report), slotsSection(report), timingsSection(report), counting, differencesSection(report)] : null}</main>
${source(report)}</body></html>
`;
  return page.text;
};

const facts = ({ stations, products, orders, operators, window }: Report): readonly Markup[] =>
  [
    { name: 'Station', values: stations },
    { name: 'Product', values: products },
    { name: 'Order', values: window.kind === 'order' ? [] : orders },
    { name: 'Operator', values: operators },
  ].flatMap(({ name, values }) =>
    values.length === 0 ? [] : [html`<p><span class="muted">${name}</span> ${values.join(', ')}</p>`],
  );

const tiles = ({
  reconciliation,
  unseated,
  yield: yields,
  pace,
  timings,
  owing,
}: Report): Markup => html`<dl class="tiles">
${tile('Units', reconciliation.units, counted(reconciliation.seatings, 'seating'))}
${tile('Yield', percent(yields.yield), `${yields.good} good of ${yields.units}`)}
${tile('First-pass yield', percent(yields.firstPassYield), `${counted(yields.retestedUnits, 'unit')} seated again`)}
${tile('Good in an hour', rate(pace.goodPerHour), pace.goodPerHour === null ? 'too short a time' : 'units')}
${tile('To green', seconds(timings.green.median), 'median')}
${tile('Open', reconciliation.standings.open + unseated.open, `${owing.units} owed to the backend now`)}</dl>`;

const tile = (name: string, figure: string | number, aside: string): Markup =>
  html`<div><dt>${name}</dt><dd>${figure}<small>${aside}</small></dd></div>`;

const counting = html`<section class="whole muted"><h2>How it is counted</h2>
<p>A unit is one device ID, however often it was seated, or one seating in which no ID was read. Golden units and units that were turned away by rule count nowhere but in their own lines. <em>Good</em>: green, or amber or cut short and confirmed by now. <em>First pass</em>: good at the first seating in this time. <em>Registered</em>: the backend was asked, or had the unit already. <em>Open</em>: owed, under way or not known. <em>For a person</em>: red and nothing owed; a board that was never read may have come again, and be there once more under its ID.</p></section>`;

const source = ({ madeAt, sequence, hash, settingsDigests: settings }: Report): Markup =>
  html`<footer>Made ${localTime(madeAt)} from the journal up to event ${sequence}, ${hash}.${settings.length === 0 ? '' : ` Settings ${settings.map((digest) => digest.slice(0, 16)).join(', ')}.`} Times are local. How far a unit has come is what the journal held of it then.</footer>`;
