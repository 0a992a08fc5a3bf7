import { html, type Markup } from './markup.ts';

export interface ChartBar {
  readonly name: string;
  /** Said before the bar, after its name, in a lighter colour. */
  readonly aside?: string;
  readonly value: number;
  /** Said behind the bar, as the next one. */
  readonly figure: string;
  readonly share: string;
}

interface BarsOptions {
  /** Says what is seen, to those who do not see it, too. */
  readonly title: string;
  readonly bars: readonly ChartBar[];
  /** What a full bar stands for. */
  readonly full: number;
  /** What the names are given, of 460. */
  readonly nameWidth: number;
}

const width = 460;
const rowHeight = 24;
const figureWidth = 46;
const shareWidth = 60;

/** Horizontal bars, one below the other, each with its name and figure. */
export const barsPlot = ({ title, bars, full, nameWidth }: BarsOptions): Markup => {
  const room = width - nameWidth - figureWidth - shareWidth;
  const rows = bars.map(({ name, aside = '', value, figure, share }, index) => {
    const y = index * rowHeight;
    const length = (value / full) * room;
    return html`<text x="0" y="${y + 16}">${name} <tspan class="muted" fill="#5b6875">${aside}</tspan></text>
<rect class="rest" x="${nameWidth}" y="${y + 4}" width="${room}" height="16" rx="2"/><rect class="bar" x="${nameWidth}" y="${y + 4}" width="${length.toFixed(1)}" height="16" rx="2"/>
<text x="${width - shareWidth}" y="${y + 16}" text-anchor="end" class="strong">${figure}</text><text x="${width}" y="${y + 16}" text-anchor="end">${share}</text>`;
  });
  return plot({ title, width, height: bars.length * rowHeight, content: rows });
};

/** A drawing of its own: seen or read aloud, it says what it shows. */
export const plot = ({
  title,
  width: wide,
  height,
  content,
}: {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly Markup[];
}): Markup =>
  html`<svg role="img" viewBox="0 0 ${wide} ${height}" aria-label="${title}"><title>${title}</title>${content}</svg>`;

/** One bar alone, as a cell of a table shows it beside its figure. `share`: 0 to 1. */
export const shareBar = (share: number): Markup =>
  html`<svg viewBox="0 0 300 12" aria-hidden="true"><rect class="rest" width="300" height="12" rx="2"/><rect class="good" width="${(share * 300).toFixed(1)}" height="12" rx="2"/></svg>`;
