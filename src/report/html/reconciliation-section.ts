import { counted } from '../../domain/counted.ts';
import type { Report } from '../report.ts';
import type { UnitStep } from '../unit-end.ts';
import { plot } from './bars.ts';
import { html, type Markup } from './markup.ts';

const width = 940;
const rowHeight = 34;
const nameWidth = 96;
const room = 560;

const stepWords: Readonly<Record<UnitStep, string>> = {
  seated: 'Seated',
  read: 'Read',
  registered: 'Registered',
  confirmed: 'Confirmed',
  labelled: 'Labelled',
};

export const reconciliationSection = ({ reconciliation }: Report): Markup => {
  const { seatings, units, repeats, goldenRuns, goldenFailed, turnedAway, turnedAwayBy, seenBefore } = reconciliation;
  const beside = [
    `${counted(goldenRuns, 'golden run')}${goldenFailed === 0 ? '' : `, ${goldenFailed} of them failed`}`,
    `${turnedAway} turned away by rule${turnedAway === 0 ? '' : ` (${turnedAwayBy.map(({ code, count }) => `${code} ${count}`).join(', ')})`}`,
  ];
  return html`<section class="whole"><h2>Where every unit went</h2>
${units === 0 ? null : html`<div class="wide funnel">${funnel(reconciliation)}</div>`}
<p>${counted(seatings, 'seating')} = <strong>${counted(units, 'unit')}</strong> + ${counted(repeats, 'repeat')} of the same ID. Not among them: ${beside.join('; ')}.${seenBefore === 0 ? '' : ` ${counted(seenBefore, 'unit was', 'units were')} read before this window, too, and are counted there as well.`}</p></section>`;
};

/** What was lost on the way stands beside the bar that it is missing from. */
const funnel = ({ steps, units, withoutLabel, differences }: Report['reconciliation']): Markup => {
  const rows = steps.map(({ step, units: count, lost }, index) => {
    const y = index * rowHeight;
    const length = (count / units) * room;
    const here = differences.filter(({ missing }) => missing === step);
    const open = here.filter(({ standing }) => standing === 'open').length;
    const shortfall = [
      ...(lost === 0
        ? []
        : [
            `${lost} short: ${[...(open === 0 ? [] : [`${open} open`]), ...(open === lost ? [] : [`${lost - open} for a person`])].join(', ')}`,
          ]),
      ...(step === 'labelled' && withoutLabel > 0 ? [`${withoutLabel} need no label`] : []),
    ];
    const note = index === 0 ? '' : shortfall.length === 0 ? '= the same' : shortfall.join('; ');
    return html`<text x="0" y="${y + 21}" class="strong">${stepWords[step]}</text>
<rect class="rest" x="${nameWidth}" y="${y + 5}" width="${room}" height="24" rx="2"/><rect class="bar" x="${nameWidth}" y="${y + 5}" width="${length.toFixed(1)}" height="24" rx="2"/>
${length > 60 ? html`<text x="${nameWidth + 10}" y="${y + 21}" class="on">${count}</text>` : html`<text x="${(nameWidth + length + 8).toFixed(1)}" y="${y + 21}" class="strong">${count}</text>`}
<text x="${nameWidth + room + 14}" y="${y + 21}" class="${lost === 0 ? 'muted' : 'strong'}">${note}</text>`;
  });
  return plot({
    title: `Units by the steps they have taken: ${steps.map(({ step, units: count }) => `${step} ${count}`).join(', ')}.`,
    width,
    height: steps.length * rowHeight,
    content: rows,
  });
};
