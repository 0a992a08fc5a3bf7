import { counted } from '../../domain/counted.ts';
import { withoutCode } from '../../domain/verdict/sentence-of.ts';
import { closingSentence, percent, rate, seconds, spanText, timeOfDay, titleOf } from '../../report/figures.ts';
import type { Difference } from '../../report/reconciliation.ts';
import type { Report } from '../../report/report.ts';
import type { Spread } from '../../report/spread.ts';
import { statesText } from '../../report/unseated.ts';
import type { Console } from '../shared/console.ts';
import { marks } from '../shared/marks.ts';

/** Of a long list, the terminal shows so many, those first that are open; `--html` and `--json` have all. */
const longestList = 40;

/** The report for a terminal or a log. */
export const reportText = (report: Report, console: Console): string => {
  const blocks = [heading(report, console), reconciliation(report, console)];
  if (report.reconciliation.differences.length > 0) blocks.push(differences(report, console));
  if (report.unseated.listed.some(({ standing }) => standing !== 'done'))
    blocks.push(unseatedDifferences(report, console));
  if (report.yield.units > 0) blocks.push(yields(report, console));
  if (report.pareto.total > 0) blocks.push(causes(report, console));
  if (report.timings.seating.count > 0) blocks.push(timings(report, console));
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
};

const heading = (report: Report, console: Console): readonly string[] => [
  console.styled('bold', titleOf(report)),
  `${spanText(report)}${report.stations.length === 0 ? '' : `   ${report.stations.join(', ')}`}${report.products.length === 0 ? '' : `   ${report.products.join(', ')}`}`,
  console.styled('dim', `journal up to event ${report.sequence}, ${report.hash}`),
];

const reconciliation = (
  { reconciliation: counts, unseated, closes, owing }: Report,
  console: Console,
): readonly string[] => [
  ...counts.steps.map(
    ({ step, units, lost }) => `${step.padEnd(12)}${String(units).padStart(7)}${lost === 0 ? '' : `   ${lost} short`}`,
  ),
  `${counted(counts.seatings, 'seating')} = ${counted(counts.units, 'unit')} + ${counted(counts.repeats, 'repeat')}; besides ${counted(counts.goldenRuns, 'golden run')}, ${counts.turnedAway} turned away`,
  ...unseated.sources.map(({ source, states }) => `not in a slot: ${source}: ${statesText(states)}`),
  console.styled(closes ? 'green' : 'yellow', closingSentence({ reconciliation: counts, unseated, closes })),
  ...(owing.units === 0
    ? []
    : [
        `Owed to the backend by now: ${counted(owing.units, 'unit')}, the oldest since ${timeOfDay(owing.since ?? 0)}.`,
      ]),
];

const differences = ({ reconciliation: { differences: all } }: Report, console: Console): readonly string[] => [
  console.styled('bold', 'differences'),
  ...all
    .toSorted((a, b) => Number(b.standing === 'open') - Number(a.standing === 'open'))
    .slice(0, longestList)
    .map((one) => differenceLine(one, console)),
  ...(all.length > longestList ? [`… and ${all.length - longestList} more; --html and --json have all`] : []),
];

const unseatedDifferences = ({ unseated: { listed } }: Report, console: Console): readonly string[] => {
  const left = listed.filter(({ standing }) => standing !== 'done');
  return [
    console.styled('bold', 'not in a slot, and not confirmed'),
    ...left
      .slice(0, longestList)
      .map(
        ({ registration: { deviceId, code, reason }, source, at, standing, now }) =>
          `${timeOfDay(at)}  ${deviceId}  ${source}  ${standing}  ${code ?? ''}${reason === null ? '' : `: ${reason}`} → ${now}`,
      ),
    ...(left.length > longestList ? [`… and ${left.length - longestList} more; --html and --json have all`] : []),
  ];
};

const differenceLine = (
  { missing, standing, at, slot, deviceId, colour, code, blame, message, now }: Difference,
  console: Console,
): string => {
  const mark = colour === null ? '…' : console.styled(marks[colour].style, marks[colour].shape);
  const why =
    code === null ? 'no verdict' : `${code}${blame === null ? '' : ` (${blame})`}: ${withoutCode(message, code)}`;
  return `${mark} ${timeOfDay(at)}  ${slot.padEnd(9)} ${(deviceId ?? '—').padEnd(9)} ${(missing === null ? 'all steps taken' : `not ${missing}`).padEnd(15)} ${standing.padEnd(12)}  ${why} → ${now}`;
};

const yields = ({ yield: all }: Report, console: Console): readonly string[] => [
  `${console.styled('bold', 'yield')} ${percent(all.yield)} (${all.good} of ${all.units})   first pass ${percent(all.firstPassYield)}   ${counted(all.retests, 'retest')} of ${counted(all.retestedUnits, 'unit')}`,
  ...all.bySlot.map(
    ({ slot, seatings, units, yield: slotYield, firstPassYield }) =>
      `  ${slot.padEnd(10)}${counted(seatings, 'seating').padStart(14)}${counted(units, 'unit').padStart(11)}   yield ${percent(slotYield).padStart(7)}   first pass ${percent(firstPassYield).padStart(7)}`,
  ),
];

const causes = ({ pareto }: Report, console: Console): readonly string[] => [
  console.styled('bold', 'causes of what was not green'),
  ...pareto.codes.map(
    ({ code, blame, count, share }) =>
      `  ${code.padEnd(22)}${String(count).padStart(5)}  ${percent(share).padStart(7)}  ${blame ?? '—'}`,
  ),
  `  by blame: ${pareto.blames.map(({ blame, count }) => `${blame ?? 'nobody'} ${count}`).join(', ')}`,
];

const timings = ({ timings: all, pace }: Report, console: Console): readonly string[] => [
  `${console.styled('bold', 'times'.padEnd(20))}${'median'.padStart(12)}${'95 %'.padStart(12)}${'longest'.padStart(12)}`,
  spreadLine('a green unit', all.green),
  spreadLine('any unit', all.seating),
  ...all.phases.map(({ phase, spread }) => spreadLine(`  ${phase}`, spread)),
  ...(all.firstAnswer.count === 0 ? [] : [spreadLine('first answer', all.firstAnswer)]),
  spreadLine('green to green', all.greenToGreen),
  `good units in an hour: ${rate(pace.goodPerHour)}`,
];

const spreadLine = (name: string, { median, p95, max }: Spread): string =>
  `${name.padEnd(20)}${[median, p95, max].map((ms) => seconds(ms).padStart(12)).join('')}`;
