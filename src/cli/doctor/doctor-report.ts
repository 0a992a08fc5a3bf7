import { counted } from '../../domain/counted.ts';
import type { CheckResult } from '../../doctor/examine.ts';
import { exitCodeOf, type Finding, type Severity } from '../../doctor/finding.ts';
import type { Console } from '../shared/console.ts';

const marks = {
  ok: { sign: '✓', style: 'green' },
  warning: { sign: '!', style: 'yellow' },
  fault: { sign: '✗', style: 'red' },
  skipped: { sign: '–', style: 'dim' },
} as const satisfies Record<Severity, { readonly sign: string; readonly style: 'green' | 'yellow' | 'red' | 'dim' }>;

const subjectWidth = 20;

/** One check: a row for each finding, and what to do beneath it; for programs an object for each finding. */
export const showExamined = ({ check, findings }: CheckResult, console: Console): void => {
  if (!console.json) console.result({}, console.styled('bold', check));
  for (const finding of findings) console.result({ event: 'finding', check, ...finding }, row(finding, console));
};

const row = ({ subject, severity, code, message, action, details = [] }: Finding, console: Console): string => {
  const { sign, style } = marks[severity];
  const beneath = `    ${' '.repeat(subjectWidth)} `;
  return [
    `  ${console.styled(style, sign)} ${subject.padEnd(subjectWidth)} ${message}${code === null ? '' : ` (${code})`}`,
    ...details.map((line) => `${beneath}${line}`),
    ...(action === null ? [] : [`${beneath}→ ${action}`]),
  ].join('\n');
};

/** Counts the findings; returns the exit code, that of the worst fault. */
export const showSummary = (findings: readonly Finding[], console: Console): number => {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const [faults, warnings, ok, skipped] = [count('fault'), count('warning'), count('ok'), count('skipped')];
  const exitCode = exitCodeOf(findings);
  const words = `${counted(faults, 'fault')}, ${counted(warnings, 'warning')}, ${ok} in order, ${skipped} not looked at.`;
  const style = faults > 0 ? 'red' : warnings > 0 ? 'yellow' : 'green';
  console.result({ event: 'end', faults, warnings, ok, skipped, exitCode }, `\n${console.styled(style, words)}`);
  return exitCode;
};
