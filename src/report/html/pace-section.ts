import { localTime } from '../../domain/shift.ts';
import { rate, seconds } from '../figures.ts';
import type { Report } from '../report.ts';
import { columnsPlot } from './columns.ts';
import { histogramOf } from './histogram.ts';
import { html, type Markup } from './markup.ts';

/** How fast it went: units over the clock, and how long one takes. */
export const paceSection = (report: Report): Markup =>
  html`<section class="pair whole"><div>${unitsOverTime(report)}</div><div>${secondsPerUnit(report)}</div></section>`;

const unitsOverTime = ({ pace: { buckets, width, goodPerHour } }: Report): Markup => {
  const columns = buckets.map(({ from, good, others }) => ({
    name: width === 'hour' ? localTime(from).slice(11) : localTime(from).slice(5, 10),
    parts: [
      { fill: 'good', value: good },
      { fill: 'others', value: others },
    ] as const,
  }));
  return html`<h2>Units per ${width}</h2>
${columnsPlot({ title: `Units per ${width}: ${buckets.map(({ from, good, others }) => `${localTime(from)} ${good} good, ${others} others`).join('; ')}`, columns, unit: width === 'hour' ? 'hour that begins at' : 'day' })}
<p><span class="green">■</span> good (below) &nbsp; <span class="red">■</span> all others (above).${goodPerHour === null ? '' : ` ${rate(goodPerHour)} good units in an hour, from the first seating to the last verdict.`}</p>`;
};

const secondsPerUnit = ({ greenMs, timings: { green, greenToGreen } }: Report): Markup => {
  const histogram = histogramOf(greenMs);
  const columns = histogram.map(({ name, count }) => ({ name, parts: [{ fill: 'bar', value: count }] as const }));
  return html`<h2>Seconds per green unit</h2>
${
  histogram.length === 0
    ? html`<p>No unit became green.</p>`
    : columnsPlot({
        title: `Seconds from seating to green: ${histogram
          .filter(({ count }) => count > 0)
          .map(({ name, count }) => `from ${name} s ${count}`)
          .join('; ')}`,
        columns,
        unit: 'seconds from seating to green; each column from its figure on',
      })
}
<p>Half take no more than ${seconds(green.median)}, 95 of 100 no more than ${seconds(green.p95)}. From one green to the next in a slot: ${seconds(greenToGreen.median)}.</p>`;
};
