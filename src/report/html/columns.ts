import { plot } from './bars.ts';
import { html, type Markup } from './markup.ts';

export interface Column {
  /** Below the column; empty: nothing. */
  readonly name: string;
  /** From below to above. */
  readonly parts: readonly { readonly fill: 'bar' | 'good' | 'others'; readonly value: number }[];
}

interface ColumnsOptions {
  readonly title: string;
  readonly columns: readonly Column[];
  /** What the horizontal axis counts. */
  readonly unit: string;
}

const width = 460;
const height = 190;
const left = 46;
const top = 14;
const bottom = 152;
const widest = 60;

/** Upright columns over an axis, stacked where they have parts. */
export const columnsPlot = ({ title, columns, unit }: ColumnsOptions): Markup => {
  const totals = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const most = niceMost(Math.max(1, ...totals));
  const step = Math.min(widest, (width - left) / Math.max(1, columns.length));
  const gap = step > 8 ? Math.min(6, step * 0.2) : 0.5;
  const yOf = (value: number): number => bottom - (value / most) * (bottom - top);
  const lines = [...new Set([0, most / 2, most])]
    .filter((value) => Number.isInteger(value))
    .map(
      (value) =>
        html`<line class="axis" x1="${left}" x2="${width}" y1="${yOf(value)}" y2="${yOf(value)}"/><text class="muted" x="${left - 6}" y="${yOf(value) + 4}" text-anchor="end">${value}</text>`,
    );
  const every = Math.ceil(columns.length / Math.floor((width - left) / 44));
  const drawn = columns.map(({ name, parts }, index) => {
    const x = left + index * step;
    let below = 0;
    const rects = parts.map(({ fill, value }) => {
      const y = yOf(below + value);
      const rect = html`<rect class="${fill}" x="${(x + gap / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${(step - gap).toFixed(1)}" height="${(yOf(below) - y).toFixed(1)}"/>`;
      below += value;
      return value === 0 ? html`` : rect;
    });
    const total = totals[index] ?? 0;
    return html`${rects}${total > 0 && step >= 26 ? html`<text x="${(x + step / 2).toFixed(1)}" y="${(yOf(total) - 3).toFixed(1)}" text-anchor="middle">${total}</text>` : null}
${name !== '' && index % every === 0 ? html`<text class="muted" x="${(x + step / 2).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${name}</text>` : null}`;
  });
  return plot({
    title,
    width,
    height,
    content: [
      ...lines,
      ...drawn,
      html`<text class="muted" x="${(left + width) / 2}" y="${height - 4}" text-anchor="middle">${unit}</text>`,
    ],
  });
};

/** The least of 1, 2, 4, 6, 8, 10, 20, 40, … that is not below. */
const niceMost = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 8, 10].find((factor) => factor * power >= value) ?? 10) * power;
};
