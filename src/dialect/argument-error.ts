import type { AnyCommand } from '../../firmware-protocols/contract.ts';

/**
 * Why a command cannot be given these arguments, which came from outside as JSON; null where it can. A command takes numbers by
 * name, and `payload`: what else there is in a request is the dialect's own, so that nothing can be slipped into it.
 */
export const argumentError = ({ request }: AnyCommand, args: unknown): string | null => {
  if (typeof request !== 'function') return args === undefined ? null : 'it takes no arguments';
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return 'its arguments are an object, as in {"payload":[1,2]}';
  const { asked, words } = watched(request, args);
  const missing = [...asked].filter((name) => !Object.hasOwn(args, name));
  if (missing.length > 0) return `${quoted(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`;
  const strange = Object.keys(args).filter((name) => !asked.has(name));
  if (strange.length > 0) return `it takes ${quoted([...asked])} and not ${quoted(strange)}`;
  for (const [name, value] of Object.entries(args)) {
    if (name === 'payload' ? !isPayload(value) : !Number.isFinite(value))
      return name === 'payload' ? '"payload" is 1 to 12 numbers from 0 to 255' : `"${name}" is a number`;
  }
  return words;
};

/** Which arguments a request is made of, and what it says when it cannot be made of these. */
const watched = (
  request: (args: never) => string,
  args: object,
): { readonly asked: ReadonlySet<string>; readonly words: string | null } => {
  const asked = new Set<string>();
  const watching = new Proxy(args, {
    get(target, name) {
      if (typeof name === 'string') asked.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  try {
    request(watching as never);
    return { asked, words: null };
  } catch {
    return { asked, words: 'nothing can be sent with these arguments' };
  }
};

const isPayload = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= 12 &&
  value.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255);

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' and ');
