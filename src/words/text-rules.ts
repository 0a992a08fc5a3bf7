/** What a text has to keep to in every language. */
export interface TextRule {
  /** Widest that there is room for: letters of a Latin script; a Han, Kana or Hangul character is as wide as two. */
  readonly width: number;
  /** The values that are put into it, as in `{slot}`; each stands in every language's text. Default: none. */
  readonly holds?: readonly string[];
}

/** The widths of what is said of each code. `short` stands in small tiles, the others in a tile of its own or in a card. */
export const codeWidths = { short: 16, meaning: 100, action: 170 } as const;

/** Of what a scan did, without the slot's name. */
export const deedWidth = 40;

/** Every text of the pages and of the terminal's live line, and how wide it may be. A language has all of them; see `Language`. */
export const textRules = {
  // Verdicts and what a person must do, the largest words of a tile. Colour words, not pass and fail: a red for a lost port does not speak of the unit
  green: { width: 6 },
  amber: { width: 6 },
  red: { width: 6 },
  scan: { width: 8 },
  golden: { width: 8 },
  locked: { width: 10 },
  stop: { width: 8 },

  // States without a verdict
  empty: { width: 12 },
  seated: { width: 12 },
  opening: { width: 14 },
  identifying: { width: 14 },
  reading: { width: 14 },
  checking: { width: 14 },
  scanning: { width: 14 },
  registering: { width: 14 },
  labelling: { width: 14 },
  goldenRead: { width: 14 },
  takenOut: { width: 14 },
  unknownPort: { width: 18 },
  serialAwaited: { width: 16 },
  labelAwaited: { width: 16 },
  goldenAwaited: { width: 16 },

  // What to do where no code says it
  serialAwaitedMeaning: { width: 100 },
  serialAwaitedAction: { width: 170 },
  labelAwaitedMeaning: { width: 100 },
  labelAwaitedAction: { width: 170 },
  seatGolden: { width: 60, holds: ['ids'] },
  seatBadGolden: { width: 60, holds: ['code'] },
  takeItOut: { width: 60 },
  mayLeave: { width: 60 },
  leaveItIn: { width: 60 },

  // Whose turn it is
  operator: { width: 14 },
  technician: { width: 14 },
  engineer: { width: 14 },
  nobody: { width: 24 },

  // The bar
  order: { width: 12 },
  orderOf: { width: 20, holds: ['quantity'] },
  done: { width: 10 },
  owed: { width: 10 },
  oldest: { width: 10 },
  reds: { width: 10 },
  left: { width: 10 },
  live: { width: 10 },
  prototypes: { width: 14 },

  // The foot
  lastScan: { width: 20 },
  noScan: { width: 24 },
  anySlot: { width: 20 },
  keptForUnit: { width: 24, holds: ['code'] },
  keptForNext: { width: 24, holds: ['code'] },
  nextScan: { width: 40, holds: ['slot'] },
  signedIn: { width: 16 },
  nobodySignedIn: { width: 30 },
  signIn: { width: 14 },
  badgeOrPin: { width: 24 },
  cancel: { width: 14 },
  soundOn: { width: 12 },
  soundOff: { width: 12 },
  soundBlocked: { width: 24 },
  light: { width: 12 },
  dark: { width: 12 },
  fullScreen: { width: 14 },

  // The list of what is to be done
  toDo: { width: 20 },
  nothingToDo: { width: 24 },
  also: { width: 24, holds: ['slots'] },

  // The shroud over a picture that may be old
  noContact: { width: 34 },
  lastHeard: { width: 50, holds: ['time', 'age'] },
  neverHeard: { width: 60 },
  mayBeOld: { width: 110 },
  lookElsewhere: { width: 110 },

  // Where no line runs
  noLine: { width: 40 },
  noLineAction: { width: 110 },

  // For those who hear the page
  bench: { width: 30 },
  slotNamed: { width: 40, holds: ['slot'] },
} as const satisfies Readonly<Record<string, TextRule>>;

export type TextKey = keyof typeof textRules;

/** The values that a text is given. */
export type TextValues<Key extends TextKey> = (typeof textRules)[Key] extends {
  readonly holds: readonly (infer Name extends string)[];
}
  ? Readonly<Record<Name, string>>
  : null;
