import type { Slot } from '../../../station/slot-state.ts';
import { slotText, type SlotText } from './slot-text.ts';
import { cutLine, cutStartTo, padTo, plain, lineWidth, wrapLine, type StyledLine } from './styled-line.ts';

export interface BenchView {
  readonly heading: string;
  readonly slots: readonly Slot[];
  /** What was said last beside the slots, newest last. */
  readonly words: readonly StyledLine[];
  readonly counters: StyledLine;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Lines that one thing may take, so that another finds room. */
const most = { heading: 2, words: 4, counters: 2, detail: 4 } as const;
/** Of a grid: a name, a shape and some of an ID. */
const leastCell = 14;
const gap = 2;

/**
 * The whole screen: heading, slots with what is to be done, the last words, counters. Never wider than the terminal and one row less
 * than it is high. Where there is room each slot has its details below it; else the slots stand in a grid, and below it is
 * told of as many as there is room for: `turn` moves on to the next ones.
 */
export const benchScreen = (
  { heading, slots, words, counters }: BenchView,
  { columns, rows }: ScreenSize,
  turn: number,
): readonly StyledLine[] => {
  const wrapped = (line: StyledLine, mostLines: number, indent = ''): readonly StyledLine[] =>
    wrapLine(line, columns, indent).slice(0, mostLines);
  const above = wrapped([{ text: plain(heading) }], most.heading);
  const foot = [
    ...words.flatMap((word) => wrapped(word, 2, '  ')).slice(-most.words),
    ...wrapped(counters, most.counters),
  ];
  const room = rows - 1 - above.length - foot.length;
  const texts = slots.map(slotText);
  const below = detailed(texts, columns);
  const shown = below.length <= room ? below : grid(texts, { columns, rows: room }, turn);
  return [...above, ...shown, ...foot].slice(0, Math.max(1, rows - 1)).map((line) => cutLine(line, columns));
};

/** Each slot on a line of its own, its details below it. */
const detailed = (texts: readonly SlotText[], columns: number): readonly StyledLine[] => {
  const nameWidth = Math.min(
    Math.max(8, ...texts.map(({ name }) => lineWidth([{ text: name }]))),
    Math.floor(columns / 3),
  );
  const indent = ' '.repeat(Math.min(nameWidth + 1, 13));
  return texts.flatMap((text) => [
    [
      { text: `${padTo(cutStartTo(text.name, nameWidth), nameWidth)} `, style: 'bold' as const },
      text.shape,
      { text: ' ' },
      { ...text.word, text: padTo(text.word.text, 10) },
      { text: `${text.deviceId === '' ? '' : `${text.deviceId} `}${text.doing}` },
    ],
    ...text.details.flatMap((detail) =>
      wrapLine([{ text: indent }, ...detail], columns, `${indent}  `).slice(0, most.detail),
    ),
  ]);
};

const grid = (texts: readonly SlotText[], { columns, rows }: ScreenSize, turn: number): readonly StyledLine[] => {
  const panel = panelOf(texts);
  const across = acrossFor(texts.length, { columns, rows: rows - Math.min(panel.length * 2, 6) });
  const width = Math.floor((columns - gap * (across - 1)) / across);
  const height = Math.min(Math.ceil(texts.length / across), Math.max(1, rows));
  const longest = Math.max(...texts.map(({ name }) => lineWidth([{ text: name }])));
  // A name gives way to the ID, but not altogether
  const nameWidth = Math.min(longest, 12, Math.max(width - leastCell + 3, Math.floor(width / 3)));
  const lines = Array.from({ length: height }, (_, row): StyledLine =>
    Array.from({ length: across }, (__, column) => texts[column * height + row])
      .filter((text) => text !== undefined)
      .flatMap((text, column) => [
        ...(column === 0 ? [] : [{ text: ' '.repeat(gap) }]),
        ...cell(text, { width, nameWidth }),
      ]),
  );
  return [...lines, ...panelLines(panel, { columns, rows: rows - height }, turn)];
};

/** As few columns as will do; as many as there is width for where none do. */
const acrossFor = (count: number, { columns, rows }: ScreenSize): number => {
  const widest = Math.max(1, Math.floor((columns + gap) / (leastCell + gap)));
  return Math.min(widest, Math.max(1, Math.ceil(count / Math.max(1, rows))));
};

const cell = (
  { name, shape, word, deviceId, doing }: SlotText,
  { width, nameWidth }: { readonly width: number; readonly nameWidth: number },
): StyledLine => {
  const rest = [deviceId, doing].filter((part) => part !== '').join(' ') || word.text;
  const line = cutLine(
    [{ text: `${padTo(cutStartTo(name, nameWidth), nameWidth)} `, style: 'bold' }, shape, { text: ` ${rest}` }],
    width,
  );
  return [...line, { text: ' '.repeat(Math.max(0, width - lineWidth(line))) }];
};

/** What there is to do, told once for all slots that have it in common, most urgent first. */
interface PanelEntry {
  readonly names: readonly string[];
  readonly first: SlotText;
}

const panelOf = (texts: readonly SlotText[]): readonly PanelEntry[] => {
  const telling = texts.filter(({ details }) => details.length > 0);
  const alike = Map.groupBy(telling, ({ details }) => JSON.stringify(details));
  return [...alike.values()]
    .flatMap((all) => all.slice(0, 1).map((first) => ({ names: all.map(({ name }) => name), first })))
    .toSorted((a, b) => (a.first.urgency ?? 9) - (b.first.urgency ?? 9));
};

const panelLines = (
  panel: readonly PanelEntry[],
  { columns, rows }: ScreenSize,
  turn: number,
): readonly StyledLine[] => {
  const entries = panel.map((entry) => ({ entry, lines: entryLines(entry, columns) }));
  const needed = entries.reduce((sum, { lines }) => sum + lines.length, 0);
  if (needed <= rows) return entries.flatMap(({ lines }) => lines);
  const from = turn % Math.max(1, entries.length);
  const inTurn = [...entries.slice(from), ...entries.slice(0, from)];
  const shown: StyledLine[] = [];
  let told = 0;
  for (const { lines } of inTurn) {
    if (told > 0 && shown.length + lines.length > rows - 1) break;
    shown.push(...lines.slice(0, Math.max(0, rows - 1 - shown.length)));
    told += 1;
  }
  return [...shown, [{ text: `… and ${entries.length - told} more, in turn`, style: 'dim' as const }]].slice(
    0,
    Math.max(0, rows),
  );
};

const entryLines = ({ names, first }: PanelEntry, columns: number): readonly StyledLine[] => {
  const [one = ''] = names;
  const who = names.length === 1 ? one : `${one} and ${names.length - 1} more`;
  const details = first.details.flatMap((detail, index) => [...(index === 0 ? [] : [{ text: ' ' }]), ...detail]);
  return wrapLine([{ text: `${who} `, style: 'bold' }, first.shape, { text: ' ' }, ...details], columns, '  ').slice(
    0,
    most.detail,
  );
};
