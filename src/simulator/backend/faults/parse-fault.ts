import { accepted, refused, type Parsed } from '../../../domain/parsed.ts';
import { faultSchema, type Fault, type FaultEffect } from './faults.ts';

type Target = Pick<Fault, 'method' | 'path'>;

const everything: Target = { method: '*', path: '*' };
const creates: Target = { method: 'POST', path: '/v2/devices/' };

/** Requests that have a name of their own as targets. */
const named: Readonly<Record<string, Target>> = {
  create: creates,
  bulk: { method: 'POST', path: '/v2/devices/bulk' },
  edit: { method: 'PUT', path: '/v2/devices/bulk' },
  transfer: { method: 'POST', path: '/v2/devices/bulk/transfer' },
  poll: { method: 'GET', path: '/v2/devices/bulk/*' },
  list: { method: 'GET', path: '/v2/devices/' },
  'v1-bulk': { method: 'POST', path: '/api/devicetypes/*/devices/bulk/create/async' },
  'v1-edit': { method: 'POST', path: '/api/devices/bulk/edit' },
  'v1-poll': { method: 'GET', path: '/api/devicetypes/*/registration/*' },
  'v1-list': { method: 'GET', path: '/api/devicetypes/*/devices' },
  'v1-lookup': { method: 'GET', path: '/api/devices/*' },
};

const redirectTarget = 'https://elsewhere.invalid/';
const longestLatencyMs = 3_600_000;
/** What "late" means where no other time is given: longer than anybody waits at a bench. */
const usualLateMs = 600_000;

/**
 * One fault as a person writes it: `word[@target][:which]`.
 * - words: `lost-before-commit`, `lost-after-commit`, `401`, `403`, `429`, `500` to `599` (each also with `-after-commit`), `html`,
 *   `html-after-commit`, `truncated`, `redirect`, and `latency:<ms>`;
 * - words for the job that a request starts: `job-late` (stands still for ten minutes first), `job-partial` (every second unit
 *   fails), `job-missing:<n>` (the last n units are not spoken of), `job-surplus:<n>` (n more are counted than were done),
 *   `job-system` (breaks off half-way), `job-stuck` (stops half-way and never ends), `job-endless` (does all and never ends),
 *   `job-stranger` (names an ID that it was not given), `job-500` (each poll of it fails), `job-forgotten` (404 once it has
 *   ended), `job-padding` (IDs in small letters with leading zeros);
 * - targets: METHOD/path such as `GET/v2/devices/` (`*` in the place of either: any), or one of `create`, `bulk`, `edit`,
 *   `transfer`, `poll`, `list`, `v1-bulk`, `v1-edit`, `v1-poll`, `v1-list`, `v1-lookup`; without one, trouble of jobs hits every
 *   job, latency every request, and the rest creates;
 * - which of the requests: `3` (the third), `2-4`, `25%` or `25%/7` (by chance, seed 7); all of them when left out.
 */
export const parseFault = (text: string): Parsed<Fault> => {
  const parts = /^([a-z0-9-]+)(?:@(?:([a-z0-9-]+)|(GET|POST|PUT|DELETE|\*)(\/[^:\s]*|\*)))?((?::[^:]+)*)$/.exec(
    text.trim(),
  );
  if (parts === null) return refusedFault(text, 'it is word[@target][:which]');
  const [, word = '', name, method, path, tail = ''] = parts;
  const words = tail.split(':').slice(1);
  const effect = counted.get(word)?.effectOf(words.shift() ?? '') ?? effectOf(word);
  if (effect === null) return refusedFault(text, counted.get(word)?.need ?? `there is no fault "${word}"`);
  const [which = '', ...more] = words;
  const occurrence = occurrenceOf(which);
  if (occurrence === null || more.length > 0)
    return refusedFault(text, 'which requests it hits is one of 3, 2-4, 25% or 25%/7');
  const byDefault = effect.kind === 'latency' || effect.kind.startsWith('job-') ? everything : creates;
  const target = name === undefined ? (method === undefined ? byDefault : { method, path }) : named[name];
  if (target === undefined) return refusedFault(text, `there is no target "${name}"`);
  return accepted(faultSchema.parse({ ...target, effect, occurrence }));
};

interface CountedWord {
  /** null: no number, or one too large. */
  effectOf(number: string): FaultEffect | null;
  readonly need: string;
}

const unitsWord = (kind: 'job-missing' | 'job-surplus'): CountedWord => ({
  effectOf: (units) => (/^[1-9]\d{0,8}$/.test(units) ? { kind, units: Number(units) } : null),
  need: `${kind} needs a number of units, as in ${kind}:2`,
});

/** The words that need a number of their own. */
const counted: ReadonlyMap<string, CountedWord> = new Map([
  [
    'latency',
    {
      effectOf: (ms) =>
        /^\d{1,7}$/.test(ms) && Number(ms) <= longestLatencyMs ? { kind: 'latency', latencyMs: Number(ms) } : null,
      need: 'latency needs whole milliseconds, as in latency:150',
    },
  ],
  ['job-missing', unitsWord('job-missing')],
  ['job-surplus', unitsWord('job-surplus')],
]);

const plainJobWords = [
  'job-partial',
  'job-system',
  'job-padding',
  'job-stuck',
  'job-endless',
  'job-stranger',
  'job-500',
  'job-forgotten',
] as const;

const effectOf = (word: string): FaultEffect | null => {
  const [, name = '', suffix] = /^(.*?)(-before-commit|-after-commit)?$/.exec(word) ?? [];
  const when = suffix === '-after-commit' ? 'after-commit' : 'before-commit';
  if (/^(401|403|429|5\d\d)$/.test(name)) return { kind: 'status', status: Number(name), when };
  if (name === 'lost' && suffix !== undefined) return { kind: 'lost', when };
  if (name === 'html') return { kind: 'html', when };
  if (word === 'truncated') return { kind: 'truncated' };
  if (word === 'redirect') return { kind: 'redirect', location: redirectTarget };
  if (word === 'job-late') return { kind: 'job-late', lateMs: usualLateMs };
  const kind = plainJobWords.find((known) => known === word);
  return kind === undefined ? null : { kind };
};

const occurrenceOf = (text: string): Fault['occurrence'] | null => {
  if (text === '') return { kind: 'every' };
  const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (range !== null) {
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    return from >= 1 && to >= from ? { kind: 'range', from, to } : null;
  }
  const chance = /^(\d{1,3})%(?:\/(\d{1,9}))?$/.exec(text);
  if (chance === null || Number(chance[1]) > 100) return null;
  return { kind: 'chance', probability: Number(chance[1]) / 100, seed: Number(chance[2] ?? 1) };
};

const refusedFault = (text: string, why: string): Parsed<never> =>
  refused('bad usage', `${JSON.stringify(text.slice(0, 60))} is not a fault: ${why}`);
