import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import { faultSchema, type Fault, type FaultEffect } from './faults.ts';

const creates = { method: 'POST', path: '/v2/devices/' } as const;
const everything = { method: '*', path: '*' } as const;
const redirectTarget = 'https://elsewhere.invalid/';

/**
 * One fault as a person writes it: `word[@METHOD/path][:which]`.
 * - words: `lost-before-commit`, `lost-after-commit`, `401`, `403`, `429`, `500` to `599` (each also with `-after-commit`), `html`,
 *   `html-after-commit`, `truncated`, `redirect`, and `latency:<ms>`;
 * - which of the requests: `3` (the third), `2-4`, `25%` or `25%/7` (by chance, seed 7); all of them when left out;
 * - hits creates, and latency every request, unless a target such as `@GET/v2/devices/` (`*` in the place of either: any) says otherwise.
 */
export const parseFault = (text: string): Parsed<Fault> => {
  const parts = /^([a-z0-9-]+)(?:@(GET|POST|PUT|DELETE|\*)(\/[^:\s]*|\*))?((?::[^:]+)*)$/.exec(text.trim());
  if (parts === null) return refusedFault(text, 'it is word[@METHOD/path][:which]');
  const [, word = '', method, path, tail = ''] = parts;
  const words = tail.split(':').slice(1);
  const isLatency = word === 'latency';
  const effect = isLatency ? latencyOf(words.shift() ?? '') : effectOf(word);
  if (effect === null) return refusedFault(text, isLatency ? 'latency needs whole milliseconds, as in latency:150' : `there is no fault "${word}"`);
  const [which = '', ...more] = words;
  const occurrence = occurrenceOf(which);
  if (occurrence === null || more.length > 0) return refusedFault(text, 'which requests it hits is one of 3, 2-4, 25% or 25%/7');
  const target = method === undefined ? (isLatency ? everything : creates) : { method, path };
  return accepted(faultSchema.parse({ ...target, effect, occurrence }));
};

const latencyOf = (text: string): FaultEffect | null =>
  /^\d{1,7}$/.test(text) && Number(text) <= 3_600_000 ? { kind: 'latency', latencyMs: Number(text) } : null;

const effectOf = (word: string): FaultEffect | null => {
  const [, name = '', suffix] = /^(.*?)(-before-commit|-after-commit)?$/.exec(word) ?? [];
  const when = suffix === '-after-commit' ? 'after-commit' : 'before-commit';
  if (/^(401|403|429|5\d\d)$/.test(name)) return { kind: 'status', status: Number(name), when };
  if (name === 'lost' && suffix !== undefined) return { kind: 'lost', when };
  if (name === 'html') return { kind: 'html', when };
  if (word === 'truncated') return { kind: 'truncated' };
  if (word === 'redirect') return { kind: 'redirect', location: redirectTarget };
  return null;
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
