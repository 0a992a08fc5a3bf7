import { entriesOf } from './error-entry.ts';

const journal = entriesOf('journal');

/** The journal, and the disk it stands on. */
export const journalErrors = {
  'journal full': journal(
    'station',
    'after-operator',
    'The disk of the journal is full',
    'Free space on the disk; nothing journalled was lost',
  ),
  'journal read-only': journal(
    'station',
    'after-operator',
    'The state folder cannot be written',
    'Give the user the right to write there, or set PACLINE_STATE_DIR',
  ),
  'journal in use': journal(
    'station',
    'after-operator',
    'Another pacline works on this journal',
    'Stop the other one, or set another PACLINE_STATE_DIR',
  ),
  'journal broken': journal(
    'station',
    'never',
    "The journal's hash chain does not hold: it was altered",
    'Keep the file as it is and call the production engineer',
  ),
  'journal damaged': journal(
    'station',
    'after-operator',
    "The journal's file is damaged, or what it says of units is not what its events say",
    'See with `pacline journal verify` what is wrong; where the events hold, `pacline journal rebuild` makes the rest anew from them',
  ),
  'journal incomplete': journal(
    'station',
    'after-operator',
    'The journal lacks events that were on the disk: its end is missing, or all of it',
    'Keep the files and restore the journal; if that cannot be, an engineer goes on without what is missing by `pacline journal accept-loss`',
  ),
  'journal fault': journal(
    'station',
    'after-operator',
    'The journal cannot be opened or written',
    'Check the disk and the file that the message names',
  ),

  // What doctor finds
  'disk low': journal(
    'station',
    'after-operator',
    'The disk of the journal has little room left',
    'Free space on the disk before the shift',
  ),
};
