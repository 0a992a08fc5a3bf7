import type { JournalHead } from '../journal-events.ts';

/** The head of a journal at some time, to be kept where whoever can write to the journal cannot. */
export interface Anchor extends JournalHead {
  readonly station: string;
  /** When it was read out of the journal, in ms since the epoch. */
  readonly madeAt: number;
}

export const encodeAnchor = ({ sequence, hash, at, station, madeAt }: Anchor): string =>
  `${JSON.stringify({ sequence, hash, at: dated(at), station, madeAt: dated(madeAt) })}\n`;

const dated = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Any JSON object with a sequence and a hash will do, as of an event that a hook has delivered; null: this is none. */
export const parseAnchor = (text: string): JournalHead | null => {
  const { sequence, hash, at } = fieldsOf(text);
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0) return null;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  const time = typeof at === 'string' || typeof at === 'number' ? new Date(at).getTime() : NaN;
  return { sequence, hash, at: Number.isNaN(time) ? null : time };
};

const fieldsOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
