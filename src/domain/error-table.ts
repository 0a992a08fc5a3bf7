/** Who has to act. */
export type Blame = 'unit' | 'fixture' | 'station' | 'backend' | 'operator' | 'software';

/** When trying again makes sense: never; in the same slot at once; after a person did something; later by itself. */
export type Retry = 'never' | 'same-slot' | 'after-operator' | 'later';

/** 1 some unit failed; 2 usage or settings; 3 port or fixture; 4 backend; 5 journal; 70 a fault of ours; 130 interrupted. */
export type ExitCode = 1 | 2 | 3 | 4 | 5 | 70 | 130;

export interface ErrorEntry {
  readonly blame: Blame;
  readonly retry: Retry;
  readonly meaning: string;
  readonly operatorAction: string;
  readonly exitCode: ExitCode;
}

const entry = (blame: Blame, retry: Retry, exitCode: ExitCode, meaning: string, operatorAction: string): ErrorEntry => ({
  blame,
  retry,
  meaning,
  operatorAction,
  exitCode,
});

/** Every way in which something can go wrong. The README's table is this one; a test holds them together. */
export const errorTable = {
  // What a person typed or wrote
  'bad usage': entry('operator', 'after-operator', 2, 'The command line cannot be understood', 'Read the message and `pacline <command> --help`'),
  'bad settings': entry('operator', 'after-operator', 2, 'The settings file has an unknown key or a wrong value', 'Correct the line that the message names'),
  'bad device id': entry('operator', 'after-operator', 2, 'Not a 32-bit device ID', 'Give 1 to 8 hex digits'),
  'bad pac': entry('operator', 'after-operator', 2, 'Not a 64-bit PAC', 'Give exactly 16 hex digits'),
  'bad certificate': entry('operator', 'after-operator', 2, 'Not an end-product certificate', 'Give the P_ key of the product, as in P_0001_AFAF_01'),
  'modem certificate': entry('operator', 'after-operator', 2, 'A modem certificate (M_) stands where a product certificate belongs', 'Ask for the P_ key of the end product'),
  'bad delivery list': entry('operator', 'after-operator', 2, 'The list of IDs and PACs has a bad row', 'Correct the line that the message names'),
  'pac needed': entry('operator', 'after-operator', 2, 'This modem holds no PAC and no delivery list was given', 'Give the maker\'s list with --delivery-list'),

  // The unit
  unprovisioned: entry('unit', 'never', 1, 'The modem holds no credentials', 'Set the unit aside: its certificate was never flashed, or was erased'),
  'documentation value': entry('unit', 'never', 1, 'The modem reports a sample value from a manual', 'Set the unit aside: it was flashed from an example'),
  'modem refused': entry('unit', 'same-slot', 1, 'The modem answered with an error', 'Reseat the unit; if it happens again, set it aside'),
  'public key': entry('unit', 'after-operator', 1, 'The modem is left on the public key: it passes an emulator, and the network ignores it', 'Switch it back with `pacline modem usePrivateKey`, then seat it again'),
  'pac not listed': entry('operator', 'after-operator', 1, 'The delivery list has no PAC for this ID', 'Ask the maker for the list of this batch'),
  'two pacs for one id': entry('unit', 'never', 1, 'This ID was seen before with another PAC', 'Set both units aside and ask the modem\'s maker'),
  'two ids for one pac': entry('unit', 'never', 1, 'This PAC was seen before with another ID', 'Set both units aside and ask the modem\'s maker'),

  // The port and the fixture
  'port missing': entry('fixture', 'after-operator', 3, 'There is no such serial port', 'Check the cable; `pacline ports` lists what is there'),
  'port busy': entry('station', 'after-operator', 3, 'Another program holds the port', 'Close the other program'),
  'port forbidden': entry('station', 'after-operator', 3, 'No right to open the port', 'Add the user to the port\'s group (often dialout) and log in again'),
  'port fault': entry('station', 'after-operator', 3, 'The port cannot be used', 'Unplug the adapter and plug it in again'),
  'port lost': entry('fixture', 'same-slot', 3, 'The port went away in mid-work', 'Seat the unit again'),
  'no answer': entry('fixture', 'same-slot', 3, 'Nothing answers on the port', 'Check power, TX/RX and the seat; if other units answer in this slot, this unit is dead'),
  'wrong baud': entry('fixture', 'after-operator', 3, 'Bytes come, but not at this speed', 'Name the right dialect or speed for this slot'),
  'other dialect': entry('fixture', 'after-operator', 3, 'What answers speaks another dialect than the one that was named, or another firmware', 'Name another dialect for this slot, or none'),
  'foreign device': entry('fixture', 'after-operator', 3, 'Something answers that is no known Sigfox modem', 'Check that the right cable is in this slot'),
  'ambiguous dialect': entry('operator', 'after-operator', 3, 'More than one dialect fits the answers', 'Name the dialect with --dialect'),
  'line is noisy': entry('fixture', 'same-slot', 3, 'Repeated readings do not agree', 'Clean the contacts and shorten the cable, then seat the unit again'),

  'not documented': entry('operator', 'after-operator', 2, 'No public source tells how this modem gives this value', 'Capture what the message asks for and send it; until then type ID and PAC from the label'),

  // The backend
  'backend unreachable': entry('backend', 'later', 4, 'The backend could not be reached, nothing was sent', 'Check the network; the registration stays owed'),
  'backend insecure': entry('operator', 'after-operator', 2, 'Credentials would cross the network unencrypted', 'Use an https address; plain http is accepted to this machine only'),
  'bad credentials': entry('operator', 'after-operator', 4, 'The backend does not accept login and password', 'Set PACLINE_API_LOGIN and PACLINE_API_PASSWORD of an API user'),
  'no rights': entry('operator', 'after-operator', 4, 'The API user may not do this', 'Give the API user the profiles Customer [R] and Device Manager [W]'),
  'unknown device type': entry('operator', 'after-operator', 4, 'The backend has no such device type', 'Check the device type\'s ID in the portal'),
  'no tokens left': entry('backend', 'after-operator', 4, 'The contract of this device type has no free token', 'Order tokens or choose another device type'),
  'backend throttled': entry('backend', 'later', 4, 'The backend asks to slow down', 'Nothing: the queue goes on by itself'),
  'backend fault': entry('backend', 'later', 4, 'The backend answered with a fault of its own, or not as its documentation says', 'Nothing: the unit is looked up before anything is sent again'),
  'not in this api': entry('operator', 'after-operator', 2, 'This version of the backend API cannot do this', 'Do it as the message says, or set PACLINE_API_VERSION to the other version'),
  'backend refused': entry('backend', 'never', 1, 'The backend does not accept this unit', 'Read the backend\'s own words; most often the PAC is spent or the certificate does not fit'),
  'owned elsewhere': entry('backend', 'never', 1, 'The ID is registered, but not by us in this device type', 'Ask who registered this unit; it cannot be registered twice'),
  'other device type': entry('operator', 'never', 1, 'The unit is ours, but in another device type', 'Move it with a transfer, or check the product setting'),
  'other certificate': entry('operator', 'never', 1, 'The unit is ours, but with another certificate', 'Edit the unit, or check the product setting'),
  'registration unknown': entry('backend', 'later', 4, 'An answer got lost; whether the unit is registered is being looked up', 'Nothing: it is settled by looking, never by sending again'),
  'not registered': entry('operator', 'after-operator', 1, 'The backend shows this API user no such unit', 'Check the ID and the group of the API user; a unit that was never registered is registered with `pacline register`'),
  'change unknown': entry('backend', 'after-operator', 4, 'Whether a change of a registered unit was carried out is not known', 'Look at the unit with `pacline status` or in the portal before you do it again'),
  'no frame yet': entry('fixture', 'later', 1, 'The network has heard nothing of this unit so far', 'Check antenna, shielding, coverage and radio zone; the registration holds all the same'),

  // The journal
  'journal full': entry('station', 'after-operator', 5, 'The disk of the journal is full', 'Free space on the disk; nothing journalled was lost'),
  'journal read-only': entry('station', 'after-operator', 5, 'The state folder cannot be written', 'Give the user the right to write there, or set PACLINE_STATE_DIR'),
  'journal in use': entry('station', 'after-operator', 5, 'Another pacline works on this journal', 'Stop the other one, or set another PACLINE_STATE_DIR'),
  'journal broken': entry('station', 'never', 5, 'The journal\'s hash chain does not hold: it was altered', 'Keep the file as it is and call the production engineer'),
  'journal fault': entry('station', 'after-operator', 5, 'The journal cannot be opened or written', 'Check the disk and the file that the message names'),

  // Ours
  interrupted: entry('operator', 'same-slot', 130, 'Stopped before the end', 'Start again: the journal knows where it stopped'),
  'internal fault': entry('software', 'never', 70, 'A fault of this program', 'Send the message and the journal to the maintainers'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
