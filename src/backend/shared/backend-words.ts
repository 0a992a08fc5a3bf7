import type { Pac } from '../../domain/pac.ts';
import type { AnswerBody } from '../http/http-result.ts';

const longestWords = 300;

/**
 * What the backend says about an answer, fit to be shown: one line, limited, without control characters and without
 * secrets, because it may echo what it was sent. For people only; the backend asks that these texts are never parsed.
 */
export const backendWords = (body: AnswerBody, { hide }: { readonly hide: (text: string) => string }): string => {
  if (body.kind === 'text') return body.looksLike;
  const line = spoken(body.value).replaceAll(/\s+/g, ' ').replaceAll(/\p{C}/gu, '').trim();
  // Masked before it is cut: half a PAC at the edge would pass the mask
  const masked = hide(line).replaceAll(/(?<![0-9A-F])[0-9A-F]{16}(?![0-9A-F])/gi, '*'.repeat(16));
  return masked.length > longestWords ? `${masked.slice(0, longestWords - 1)}…` : masked;
};

/** Words that did not come as an answer of their own, such as one failure of many. */
export const shownWords = (text: string, options: { readonly hide: (text: string) => string }): string =>
  backendWords({ kind: 'json', value: { message: text } }, options);

const pacLength = 16;

/** Stars out these PACs wherever they stand, in either case, also inside a longer run of digits. */
export const hidePacs = (pacs: Iterable<Pac>): ((text: string) => string) => {
  const secrets = new Set(Array.from(pacs, (pac) => pac.reveal()));
  return (text) =>
    text.replaceAll(/[0-9A-F]{16,}/gi, (run) => {
      let shown = run;
      for (let at = 0; at + pacLength <= run.length; at += 1) {
        if (secrets.has(run.slice(at, at + pacLength).toUpperCase()))
          shown = shown.slice(0, at) + '*'.repeat(pacLength) + shown.slice(at + pacLength);
      }
      return shown;
    });
};

/** `{ message, errors: [{ field, message }] }`, each part optional. */
const spoken = (value: unknown): string => {
  const errors = field(value, 'errors');
  const parts = [
    text(field(value, 'message')),
    ...(Array.isArray(errors) ? errors : []).map((error: unknown) =>
      [text(field(error, 'field')), text(field(error, 'message'))].filter((part) => part !== '').join(': '),
    ),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no explanation' : parts.join('; ');
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
