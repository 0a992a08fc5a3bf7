import type { z } from 'zod';

import { dialectNamed } from '../../composition/dialects.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import type { StationDraft } from '../../settings/file/station-draft.ts';

/** The settings' own check of a value, for one answer; the answer is kept as it was written. */
export const settingOf =
  (schema: z.ZodType) =>
  (answer: string): Parsed<string> => {
    const checked = schema.safeParse(answer);
    return checked.success
      ? accepted(answer)
      : refused('bad usage', checked.error.issues[0]?.message ?? 'not accepted');
  };

/** The words that leave a thing out. */
export const isNone = (answer: string): boolean => ['', '-', 'none'].includes(answer.toLowerCase());

/** The same where the thing may be left out. */
export const optionalSettingOf =
  (schema: z.ZodType) =>
  (answer: string): Parsed<string | undefined> =>
    isNone(answer) ? accepted(undefined) : settingOf(schema)(answer);

/** A number, or none. */
export const numberOf =
  (schema: z.ZodType) =>
  (answer: string): Parsed<number | undefined> => {
    if (isNone(answer)) return accepted(undefined);
    const checked = schema.safeParse(/^\d{1,9}$/.test(answer) ? Number(answer) : answer);
    return checked.success
      ? accepted(Number(answer))
      : refused('bad usage', checked.error.issues[0]?.message ?? 'not accepted');
  };

/** A list with commas between. */
export const listOf =
  (schema: z.ZodType) =>
  (answer: string): Parsed<readonly string[]> => {
    const words = answer
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    const checked = schema.safeParse(words);
    return checked.success ? accepted(words) : refused('bad usage', checked.error.issues[0]?.message ?? 'not accepted');
  };

/** None and `auto`: found out at the slot. */
export const dialectAnswer = (answer: string): Parsed<string | undefined> => {
  if (isNone(answer) || answer === 'auto') return accepted(undefined);
  try {
    return accepted(dialectNamed(answer).definition.id);
  } catch (error) {
    if (!PaclineError.is(error)) throw error;
    return refused(error.code, error.message.replace(` (${error.code})`, ''));
  }
};

/** The beginning of a word is enough. */
export const oneOf =
  <Word extends string>(...words: readonly Word[]) =>
  (answer: string): Parsed<Word> => {
    const found = words.find((word) => answer !== '' && word.startsWith(answer.toLowerCase()));
    return found === undefined
      ? refused('bad usage', `${words.slice(0, -1).join(', ')} or ${words.at(-1)} expected`)
      : accepted(found);
  };

/** `left=/dev/ttyUSB0`; a port alone is a slot of that name. */
export const parseSlot = (text: string): { readonly name: string; readonly port: string } => {
  const [, name = text, port = text] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  return { name: name.trim(), port: port.trim() };
};

/** `left=/dev/ttyUSB0, right=/dev/ttyUSB1`, or none. */
export const slotAnswers = (answer: string): Parsed<StationDraft['slots']> => {
  const slots = isNone(answer)
    ? []
    : answer.split(',').flatMap((part) => (part.trim() === '' ? [] : [parseSlot(part.trim())]));
  for (const key of ['name', 'port'] as const)
    if (new Set(slots.map((slot) => slot[key])).size < slots.length)
      return refused('bad usage', `every slot needs a ${key} of its own`);
  return accepted(slots);
};
