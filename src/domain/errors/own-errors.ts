import { entriesOf } from './error-entry.ts';

const interruption = entriesOf('interruption');
const software = entriesOf('software');

/** Ours: an interruption, and a fault of this program. */
export const ownErrors = {
  interrupted: interruption(
    'operator',
    'same-slot',
    'Stopped before the end',
    'Start again: the journal knows where it stopped',
  ),
  'internal fault': software(
    'software',
    'never',
    'A fault of this program',
    'Send the message and the journal to the maintainers',
  ),
};
