import type { ResultCode } from '../domain/outcome.ts';
import type { ScanDeed } from '../station/operator/scan-answer.ts';
import type { TextKey, TextValues } from './text-rules.ts';

/** What is said of one code. Without a full stop: the language has its own. */
export interface CodeWords {
  /** For small tiles. */
  readonly short: string;
  readonly meaning: string;
  /** What the person at the bench does about it. */
  readonly action: string;
}

/** Everything that is said in one language. Words of the backend are no part of it: they are quoted as they came. */
export interface Language {
  /** BCP 47: numbers, times and plurals follow it, and so does the form of characters that languages share. */
  readonly tag: string;
  /** In itself, as on a switch. */
  readonly name: string;
  /** Behind a word that names who acts. */
  readonly colon: string;
  /** Behind a sentence, with the blank before the next. */
  readonly fullStop: string;
  readonly text: Readonly<Record<TextKey, string>>;
  readonly codes: Readonly<Record<ResultCode, CodeWords>>;
  /** What a scan did; `{slot}`: the slot that it was for, or what `anySlot` says where it was for none. */
  readonly deeds: Readonly<Record<ScanDeed, string>>;
}

/** A text with its values in it. */
export const say = <Key extends TextKey>(
  { text }: Pick<Language, 'text'>,
  key: Key,
  ...[values]: TextValues<Key> extends null ? [] : [TextValues<Key>]
): string =>
  values === undefined || values === null
    ? text[key]
    : text[key].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
        Object.hasOwn(values, name) ? Reflect.get(values, name) : placeholder,
      );

const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;

/** How much room a text takes, in letters of a Latin script. */
export const widthOf = (text: string): number =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].reduce(
    (width, { segment }) => width + (wide.test(segment) ? 2 : 1),
    0,
  );
