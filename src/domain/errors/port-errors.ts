import { entriesOf } from './error-entry.ts';

const port = entriesOf('port');

/** The port, the fixture, and the rules of the line. */
export const portErrors = {
  'port missing': port(
    'fixture',
    'after-operator',
    'There is no such serial port',
    'Check the cable; `pacline ports` lists what is there',
  ),
  'port busy': port('station', 'after-operator', 'Another program holds the port', 'Close the other program'),
  'port forbidden': port(
    'station',
    'after-operator',
    'No right to open the port',
    "Add the user to the port's group (often dialout) and log in again",
  ),
  'port fault': port('station', 'after-operator', 'The port cannot be used', 'Unplug the adapter and plug it in again'),
  'port lost': port('fixture', 'same-slot', 'The port went away in mid-work', 'Seat the unit again'),
  'taken out': port(
    'operator',
    'same-slot',
    'The unit was taken out before its run was over',
    'Seat the unit again, and leave it in until the station is done with it',
  ),
  'given up': port(
    'operator',
    'same-slot',
    'Somebody at the bench has given the run up',
    'Take the unit out; seat it again for another attempt',
  ),
  'no answer': port(
    'fixture',
    'same-slot',
    'Nothing answers on the port',
    'Check power, TX/RX and the seat; if other units answer in this slot, this unit is dead',
  ),
  'fell silent': port(
    'fixture',
    'same-slot',
    'Something has spoken on the port, but does not answer',
    'Seat the unit again; if it needs longer to start, set bootMs or --boot-ms',
  ),
  'modem busy': port(
    'fixture',
    'same-slot',
    'The modem answers, but says "not now"',
    'Wait until what it does is over, then seat the unit again',
  ),
  'own echo': port(
    'fixture',
    'after-operator',
    'Only our own bytes came back',
    'Take out the jumper or loop-back plug, check TX and RX, or switch off the echo of the RS-485 adapter',
  ),
  'identity refused': port(
    'operator',
    'after-operator',
    'The modem refuses to tell its identity',
    'Check that the board runs the firmware and the mode that the message speaks of, then seat it again',
  ),
  'named only': port(
    'operator',
    'after-operator',
    'What is on the port is asked only where its dialect is named',
    'Name the dialect with --dialect, or `dialect` in its [[slot]]',
  ),
  'wrong baud': port(
    'fixture',
    'after-operator',
    'Bytes come, but not at this speed',
    'Name the right dialect or speed for this slot',
  ),
  'other dialect': port(
    'fixture',
    'after-operator',
    'What answers speaks another dialect than the one that was named, or another firmware',
    'Name another dialect for this slot, or none',
  ),
  'foreign device': port(
    'fixture',
    'after-operator',
    'Something answers that is no known Sigfox modem',
    'Check that the right cable is in this slot, and that the board runs the firmware of a Sigfox modem: the message names what it runs',
  ),
  'ambiguous dialect': port(
    'operator',
    'after-operator',
    'More than one dialect fits the answers',
    'Name the dialect with --dialect',
  ),
  'line is noisy': port(
    'fixture',
    'same-slot',
    'Repeated readings do not agree',
    'Clean the contacts and shorten the cable, then seat the unit again',
  ),

  // The line's own rules
  'slot locked': port(
    'station',
    'after-operator',
    'The slot is locked',
    'Call a technician, who finds the cause and unlocks the slot with a badge',
  ),
  'golden failed': port(
    'fixture',
    'after-operator',
    'The golden unit was not read as it must be',
    'Call a technician: clean the contacts, check the fixture and read the golden unit again',
  ),
  'route unanswered': port(
    'station',
    'same-slot',
    'Nobody said whether the unit may be here',
    'Check the connection to the production system, then seat the unit again',
  ),
  'printer down': port(
    'station',
    'later',
    'The label printer cannot be reached',
    'Check power, paper and network of the printer; owed labels are printed by themselves',
  ),
  'printer fault': port(
    'station',
    'after-operator',
    'The label cannot be made or written',
    'Correct the template or the folder that the message names',
  ),
  'hook down': port(
    'station',
    'later',
    'Events cannot be delivered; none is lost',
    'Check the receiver that the message names; delivery goes on by itself',
  ),

  // What doctor finds
  'clock wrong': port(
    'station',
    'after-operator',
    'The clock of this computer is wrong',
    'Set the clock, best by network time',
  ),
  'port contested': port(
    'station',
    'after-operator',
    'Another service takes new ports for itself',
    'Install the udev rule that `pacline init --service` writes',
  ),
  'adapter slow': port(
    'station',
    'after-operator',
    'The adapter holds back short answers',
    'Install the udev rule that `pacline init --service` writes, or lower the latency timer to 1 ms',
  ),
};
