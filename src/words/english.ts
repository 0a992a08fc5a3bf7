import { errorTable, type ErrorCode } from '../domain/errors/error-table.ts';
import { actionAtBench } from '../domain/verdict/next-step.ts';
import type { PassCode } from '../domain/outcome.ts';
import type { CodeWords, Language } from './language.ts';

/** Codes that are too long for a small tile; the others stand there as they are. */
const shortCodes: Readonly<Partial<Record<ErrorCode, string>>> = {
  'modem certificate': 'M_ certificate',
  'bad delivery list': 'bad list',
  'documentation value': 'sample value',
  'two pacs for one id': 'second PAC',
  'two ids for one pac': 'second ID',
  'one id in two slots': 'ID seen twice',
  'other device type': 'other type',
  'other certificate': 'other P_ key',
  'registration withdrawn': 'withdrawn',
  'ambiguous dialect': 'which dialect?',
  'backend unreachable': 'no backend',
  'backend not trusted': 'not trusted',
  'request too large': 'too large',
  'unknown device type': 'unknown type',
  'backend throttled': 'throttled',
  'registration unknown': 'unknown',
  'journal read-only': 'read-only',
  'journal incomplete': 'incomplete',
};

const passed: Readonly<Record<PassCode, CodeWords>> = {
  registered: { short: 'registered', meaning: 'Registered and confirmed', action: 'Take it out' },
  'already done': { short: 'already done', meaning: 'Was registered before, and confirmed', action: 'Take it out' },
  read: { short: 'read', meaning: 'Read', action: 'Take it out' },
  'golden read': { short: 'as expected', meaning: 'The golden unit was read as it must be', action: 'Take it out' },
};

const failed = Object.fromEntries(
  Object.entries(errorTable).map(([code, { meaning }]) => [
    code,
    {
      short: shortCodes[code as ErrorCode] ?? code,
      meaning,
      action: actionAtBench(code as ErrorCode).replace(/\.$/, ''),
    },
  ]),
) as Record<ErrorCode, CodeWords>;

export const english: Language = {
  tag: 'en',
  name: 'English',
  colon: ': ',
  fullStop: '. ',
  text: {
    green: 'GREEN',
    amber: 'AMBER',
    red: 'RED',
    scan: 'SCAN',
    golden: 'GOLDEN',
    locked: 'LOCKED',
    stop: 'STOP',

    empty: 'empty',
    seated: 'seated',
    opening: 'opening',
    identifying: 'identifying',
    reading: 'reading',
    checking: 'checking',
    scanning: 'scanning',
    registering: 'registering',
    labelling: 'labelling',
    goldenRead: 'golden',
    takenOut: 'taken out',
    unknownPort: 'not in settings',
    serialAwaited: 'serial awaited',
    labelAwaited: 'label awaited',
    goldenAwaited: 'golden due',

    serialAwaitedMeaning: 'This unit waits for its serial number',
    serialAwaitedAction: 'Scan the serial number of this unit',
    labelAwaitedMeaning: 'The label of this unit is printed',
    labelAwaitedAction: 'Put the label on the unit and scan it',
    seatGolden: 'Seat the golden unit {ids}',
    seatBadGolden: 'Seat the golden unit that ends with "{code}"',
    takeItOut: 'Take it out',
    mayLeave: 'Take it out, or leave it in until it is green',
    leaveItIn: 'Leave it in until it is green',

    operator: 'Operator',
    technician: 'Technician',
    engineer: 'Engineer',
    nobody: 'Goes on by itself',

    order: 'Order',
    orderOf: 'of {quantity}',
    done: 'Done',
    owed: 'Owed',
    oldest: 'oldest',
    reds: 'Red',
    left: 'Left',
    live: 'Live',
    prototypes: 'prototypes',

    lastScan: 'Last scan',
    noScan: 'none yet',
    anySlot: 'the next unit',
    keptForUnit: 'SN {code}',
    keptForNext: 'next: SN {code}',
    nextScan: 'Next scan: slot {slot}',
    signedIn: 'Signed in',
    nobodySignedIn: 'nobody: scan a badge',
    signIn: 'Sign in',
    badgeOrPin: 'Badge or PIN',
    cancel: 'Cancel',
    soundOn: 'Sound on',
    soundOff: 'Muted',
    soundBlocked: 'Touch for sound',
    light: 'Light',
    dark: 'Dark',
    fullScreen: 'Full screen',

    toDo: 'To do',
    nothingToDo: 'Nothing to do',
    also: 'also {slots}',

    noContact: 'NO CONTACT WITH THE LINE',
    lastHeard: 'Last heard {time}, {age} ago',
    neverHeard: 'Nothing has been heard yet',
    mayBeOld: 'What this page showed may be old. Take no unit for green by it.',
    lookElsewhere: 'Look at the terminal of the station, or call a technician.',

    noLine: 'NO LINE RUNS HERE',
    noLineAction: 'This program reads the journal. The line is shown by the one that runs it.',

    bench: 'Bench',
    slotNamed: 'Slot {slot}',
  },
  codes: { ...passed, ...failed },
  deeds: {
    nothing: 'Nothing to do',
    taken: 'For {slot}',
    kept: 'Kept for {slot}',
    repeated: 'Once is enough',
    'label verified': 'The label is the right one',
    'signed in': 'Signed in',
    'signed out': 'Signed out',
    'slot selected': 'The next scan is for {slot}',
    forgotten: 'Forgotten',
    'run given up': 'The run in {slot} is given up',
    started: '{slot} starts',
    unlocked: '{slot} is unlocked',
    reprinted: 'The label is printed again',
  },
};
