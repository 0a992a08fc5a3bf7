import { entriesOf } from './error-entry.ts';

const interruption = entriesOf('interruption');
const output = entriesOf('output');
const software = entriesOf('software');

/** Ours: an interruption, a reader that went away, and a fault of this program. */
export const ownErrors = {
  interrupted: interruption(
    'operator',
    'same-slot',
    'Stopped before the end',
    'Start again: the journal knows where it stopped',
  ),
  'output closed': output(
    'operator',
    'after-operator',
    'The program that read the output went away',
    'Start it again with a reader that stays: the journal knows where it stopped',
  ),
  'internal fault': software(
    'software',
    'never',
    'A fault of this program',
    'Send the message and the journal to the maintainers',
  ),
};
