/** What a barcode on the sheet of commands tells the station; slot null: the slot that was named last, or the only one. */
export type CommandCode =
  | { readonly command: 'start' | 'unlock' | 'reprint' | 'cancel'; readonly slot: string | null }
  | { readonly command: 'sign out' }
  | { readonly command: 'slot'; readonly slot: string };

const prefix = 'PACLINE:';

const wordOf = {
  start: 'START',
  unlock: 'UNLOCK',
  reprint: 'REPRINT',
  cancel: 'CANCEL',
  'sign out': 'SIGNOUT',
  slot: 'SLOT',
} as const satisfies Record<CommandCode['command'], string>;

/**
 * `PACLINE:<WORD>` or `PACLINE:<WORD>:<slot>`. What a scanner cannot type, or what trimming would take away from the slot's name,
 * stands as percent and hex digits of UTF-8.
 */
export const encodeCommandCode = (code: CommandCode): string => {
  const word = `${prefix}${wordOf[code.command]}`;
  return code.command === 'sign out' || code.slot === null
    ? word
    : `${word}:${code.slot.toWellFormed().replace(/[^\x20-\x7E]|%|^ | $/gu, encodeURIComponent)}`;
};

/** How the prefix begins where scanner and computer do not agree on the keyboard: on a French one A and Q change places, on most the colon is another. */
const lookalike = /^p[aq]cl[iıİ]ne/iu;

/** Whether a code would be taken for a command, be it one or not: no serial number and no badge may look like this. */
export const isLikeCommand = (code: string): boolean => lookalike.test(code.trim());

/** null: no command code, but perhaps a serial number or a badge. 'unknown': it begins like one, but no sheet of this version has it. */
export const parseCommandCode = (scanned: string): CommandCode | 'unknown' | null => {
  const text = scanned.trim();
  if (!isLikeCommand(text)) return null;
  if (text.slice(0, prefix.length).toUpperCase() !== prefix) return 'unknown';
  const [word = '', ...rest] = text.slice(prefix.length).split(':');
  const slot = rest.length === 0 ? null : decoded(rest.join(':'));
  switch (word.toUpperCase()) {
    case wordOf.start:
      return optional('start', slot);
    case wordOf.unlock:
      return optional('unlock', slot);
    case wordOf.reprint:
      return optional('reprint', slot);
    case wordOf.cancel:
      return optional('cancel', slot);
    case wordOf['sign out']:
      return slot === null ? { command: 'sign out' } : 'unknown';
    case wordOf.slot:
      return slot === null || slot === '' ? 'unknown' : { command: 'slot', slot };
    default:
      return 'unknown';
  }
};

const optional = (command: 'start' | 'unlock' | 'reprint' | 'cancel', slot: string | null): CommandCode | 'unknown' =>
  slot === '' ? 'unknown' : { command, slot };

/** '' where the escapes are none: no slot has an empty name. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
