/** Who has to act. */
export type Blame = 'unit' | 'fixture' | 'station' | 'backend' | 'operator' | 'software';

/** When trying again makes sense: never; in the same slot at once; after a person did something; later by itself. */
export type Retry = 'never' | 'same-slot' | 'after-operator' | 'later';

/** What an error is about: it decides how far the error reaches, and with which code a command ends. */
export type ErrorArea = keyof typeof exitCodes;

/** 1 some unit failed; 2 usage or settings; 3 port or fixture; 4 backend; 5 journal; 70 a fault of ours; 130 interrupted. */
const exitCodes = { unit: 1, usage: 2, port: 3, backend: 4, journal: 5, software: 70, interruption: 130 } as const;

export type ExitCode = (typeof exitCodes)[ErrorArea];

export interface ErrorEntry {
  readonly area: ErrorArea;
  readonly blame: Blame;
  readonly retry: Retry;
  readonly meaning: string;
  readonly operatorAction: string;
  /** Of a command that ends with it; follows from the area. */
  readonly exitCode: ExitCode;
}

const entry = (blame: Blame, retry: Retry, area: ErrorArea, meaning: string, operatorAction: string): ErrorEntry => ({
  area,
  blame,
  retry,
  meaning,
  operatorAction,
  exitCode: exitCodes[area],
});

/** Every way in which something can go wrong. The table of this folder's README is this one; a test holds them together. */
export const errorTable = {
  // What a person typed or wrote
  'bad usage': entry(
    'operator',
    'after-operator',
    'usage',
    'The command line cannot be understood',
    'Read the message and `pacline <command> --help`',
  ),
  'bad settings': entry(
    'operator',
    'after-operator',
    'usage',
    'The settings file has an unknown key or a wrong value',
    'Correct the line that the message names',
  ),
  'bad device id': entry('operator', 'after-operator', 'usage', 'Not a 32-bit device ID', 'Give 1 to 8 hex digits'),
  'bad pac': entry('operator', 'after-operator', 'usage', 'Not a 64-bit PAC', 'Give exactly 16 hex digits'),
  'bad certificate': entry(
    'operator',
    'after-operator',
    'usage',
    'Not an end-product certificate',
    'Give the P_ key of the product, as in P_0001_AFAF_01',
  ),
  'modem certificate': entry(
    'operator',
    'after-operator',
    'usage',
    'A modem certificate (M_) stands where a product certificate belongs',
    'Ask for the P_ key of the end product',
  ),
  'bad delivery list': entry(
    'operator',
    'after-operator',
    'usage',
    'The list of IDs and PACs has a bad row',
    'Correct the line that the message names',
  ),
  'pac needed': entry(
    'operator',
    'after-operator',
    'usage',
    'This modem holds no PAC and no delivery list was given',
    "Give the maker's list with --delivery-list",
  ),

  // The unit
  unprovisioned: entry(
    'unit',
    'never',
    'unit',
    'The modem holds no credentials',
    'Set the unit aside: its certificate was never flashed, or was erased',
  ),
  'documentation value': entry(
    'unit',
    'never',
    'unit',
    'The modem reports a sample value from a manual',
    'Set the unit aside: it was flashed from an example',
  ),
  'modem refused': entry(
    'unit',
    'same-slot',
    'unit',
    'The modem answered with an error',
    'Reseat the unit; if it happens again, set it aside',
  ),
  'public key': entry(
    'unit',
    'after-operator',
    'unit',
    'The modem is left on the public key: it passes an emulator, and the network ignores it',
    'Switch it back with `pacline modem usePrivateKey`, then seat it again',
  ),
  'pac not listed': entry(
    'operator',
    'after-operator',
    'unit',
    'The delivery list has no PAC for this ID',
    'Ask the maker for the list of this batch',
  ),
  'two pacs for one id': entry(
    'unit',
    'never',
    'unit',
    'This ID was seen before with another PAC',
    "Set both units aside and ask the modem's maker",
  ),
  'two ids for one pac': entry(
    'unit',
    'never',
    'unit',
    'This PAC was seen before with another ID',
    "Set both units aside and ask the modem's maker",
  ),

  'check failed': entry(
    'unit',
    'after-operator',
    'unit',
    'A value of the unit is outside what its product allows',
    'Set the unit aside; the message names the value and its limits',
  ),
  'serial taken': entry(
    'operator',
    'after-operator',
    'unit',
    'This serial belongs to another unit, or the unit has another serial',
    'Scan the serial that is on this unit',
  ),

  // The line's own rules
  'slot locked': entry(
    'station',
    'after-operator',
    'port',
    'The slot is locked',
    'Call a technician, who finds the cause and unlocks the slot with a badge',
  ),
  'golden due': entry(
    'operator',
    'after-operator',
    'unit',
    'The slot must read its golden unit before it may judge others',
    'Seat the golden unit, then this one again',
  ),
  'golden failed': entry(
    'fixture',
    'after-operator',
    'port',
    'The golden unit was not read as it must be',
    'Call a technician: clean the contacts, check the fixture and read the golden unit again',
  ),
  'debt limit': entry(
    'backend',
    'later',
    'backend',
    'More registrations are owed than the line may run up',
    'Wait until the backend is back and the debt is worked off, then seat the unit again',
  ),
  'order complete': entry(
    'operator',
    'after-operator',
    'unit',
    'The order has all its units, confirmed or owed',
    'Begin the next order',
  ),
  'route refused': entry(
    'operator',
    'after-operator',
    'unit',
    'The production system does not expect this unit here',
    'Bring the unit to the step that the message names',
  ),
  'route unanswered': entry(
    'station',
    'same-slot',
    'port',
    'Nobody said whether the unit may be here',
    'Check the connection to the production system, then seat the unit again',
  ),
  'result refused': entry(
    'unit',
    'after-operator',
    'unit',
    'The radio test of this unit was not passed',
    'Set the unit aside or test it again',
  ),
  'result missing': entry(
    'operator',
    'after-operator',
    'unit',
    'There is no result of the radio test for this unit',
    'Test the unit first, then seat it again',
  ),
  'label unscanned': entry(
    'operator',
    'after-operator',
    'unit',
    'The unit left its slot before its label was scanned back',
    'Scan the label of the unit, or ask for a reprint',
  ),
  'printer down': entry(
    'station',
    'later',
    'port',
    'The label printer cannot be reached',
    'Check power, paper and network of the printer; owed labels are printed by themselves',
  ),
  'printer fault': entry(
    'station',
    'after-operator',
    'port',
    'The label cannot be made or written',
    'Correct the template or the folder that the message names',
  ),
  'hook down': entry(
    'station',
    'later',
    'port',
    'Events cannot be delivered; none is lost',
    'Check the receiver that the message names; delivery goes on by itself',
  ),
  'unknown badge': entry(
    'operator',
    'after-operator',
    'usage',
    'Nobody of this station has this badge',
    'Scan the badge again, or let an engineer add the person to the settings',
  ),
  'not allowed': entry(
    'operator',
    'after-operator',
    'usage',
    'The person signed in may not do this',
    'Let somebody with the role that the message names scan a badge',
  ),

  // What doctor finds
  'clock wrong': entry(
    'station',
    'after-operator',
    'port',
    'The clock of this computer is wrong',
    'Set the clock, best by network time',
  ),
  'disk low': entry(
    'station',
    'after-operator',
    'journal',
    'The disk of the journal has little room left',
    'Free space on the disk before the shift',
  ),
  'port contested': entry(
    'station',
    'after-operator',
    'port',
    'Another service takes new ports for itself',
    'Install the udev rule that `pacline init --service` writes',
  ),
  'adapter slow': entry(
    'station',
    'after-operator',
    'port',
    'The adapter holds back short answers',
    'Install the udev rule that `pacline init --service` writes, or lower the latency timer to 1 ms',
  ),
  'tokens low': entry(
    'backend',
    'after-operator',
    'backend',
    'The contract has fewer free tokens than the order needs',
    'Order tokens before the first frames are sent',
  ),

  'no callback': entry(
    'operator',
    'after-operator',
    'backend',
    'What units of this device type send is passed on to nobody',
    'Give the device type a callback for uplink data in the portal, unless the messages are fetched through the API',
  ),
  'callback failing': entry(
    'backend',
    'after-operator',
    'backend',
    'What units of this device type send does not reach its receiver',
    'Repair the receiver that the message names; what it missed can be fetched through the API',
  ),

  // The port and the fixture
  'port missing': entry(
    'fixture',
    'after-operator',
    'port',
    'There is no such serial port',
    'Check the cable; `pacline ports` lists what is there',
  ),
  'port busy': entry('station', 'after-operator', 'port', 'Another program holds the port', 'Close the other program'),
  'port forbidden': entry(
    'station',
    'after-operator',
    'port',
    'No right to open the port',
    "Add the user to the port's group (often dialout) and log in again",
  ),
  'port fault': entry(
    'station',
    'after-operator',
    'port',
    'The port cannot be used',
    'Unplug the adapter and plug it in again',
  ),
  'port lost': entry('fixture', 'same-slot', 'port', 'The port went away in mid-work', 'Seat the unit again'),
  'no answer': entry(
    'fixture',
    'same-slot',
    'port',
    'Nothing answers on the port',
    'Check power, TX/RX and the seat; if other units answer in this slot, this unit is dead',
  ),
  'fell silent': entry(
    'fixture',
    'same-slot',
    'port',
    'Something has spoken on the port, but does not answer',
    'Seat the unit again; if it needs longer to start, set bootMs or --boot-ms',
  ),
  'modem busy': entry(
    'fixture',
    'same-slot',
    'port',
    'The modem answers, but says "not now"',
    'Wait until what it does is over, then seat the unit again',
  ),
  'own echo': entry(
    'fixture',
    'after-operator',
    'port',
    'Only our own bytes came back',
    'Take out the jumper or loop-back plug, check TX and RX, or switch off the echo of the RS-485 adapter',
  ),
  'identity refused': entry(
    'operator',
    'after-operator',
    'port',
    'The modem refuses to tell its identity',
    'Check that the board runs the firmware and the mode that the message speaks of, then seat it again',
  ),
  'named only': entry(
    'operator',
    'after-operator',
    'port',
    'What is on the port is asked only where its dialect is named',
    'Name the dialect with --dialect, or `dialect` in its [[slot]]',
  ),
  'wrong baud': entry(
    'fixture',
    'after-operator',
    'port',
    'Bytes come, but not at this speed',
    'Name the right dialect or speed for this slot',
  ),
  'other dialect': entry(
    'fixture',
    'after-operator',
    'port',
    'What answers speaks another dialect than the one that was named, or another firmware',
    'Name another dialect for this slot, or none',
  ),
  'foreign device': entry(
    'fixture',
    'after-operator',
    'port',
    'Something answers that is no known Sigfox modem',
    'Check that the right cable is in this slot, and that the board runs the firmware of a Sigfox modem: the message names what it runs',
  ),
  'ambiguous dialect': entry(
    'operator',
    'after-operator',
    'port',
    'More than one dialect fits the answers',
    'Name the dialect with --dialect',
  ),
  'line is noisy': entry(
    'fixture',
    'same-slot',
    'port',
    'Repeated readings do not agree',
    'Clean the contacts and shorten the cable, then seat the unit again',
  ),

  'not documented': entry(
    'operator',
    'after-operator',
    'usage',
    'No public source tells how this modem gives this value',
    'Capture what the message asks for and send it; until then type ID and PAC from the label',
  ),

  // The backend
  'backend unreachable': entry(
    'backend',
    'later',
    'backend',
    'The backend could not be reached, nothing was sent',
    'Check the network; the registration stays owed',
  ),
  'backend not trusted': entry(
    'station',
    'after-operator',
    'backend',
    'The certificate of the backend, or of a proxy before it, is not accepted; nothing was sent',
    'Do as the message says: if the certificate is your own, name its authority by `caFile` in [backend] or NODE_EXTRA_CA_CERTS',
  ),
  'proxy refused': entry(
    'station',
    'after-operator',
    'backend',
    'The proxy does not let Pacline through to the backend; nothing was sent',
    'Check HTTPS_PROXY or `proxy` in [backend], its login, and what the proxy lets through',
  ),
  'wrong address': entry(
    'operator',
    'after-operator',
    'backend',
    "What answers at the backend's address is not its API",
    'Correct PACLINE_API_URL or `url` in [backend]: the whole base, as in https://api.sigfox.com/v2; else look for a proxy or login page in between',
  ),
  'request too large': entry(
    'station',
    'after-operator',
    'backend',
    'The backend, or a proxy before it, does not take a request of this size; nothing was done',
    'Let the proxy or gateway in between pass requests of 10 MB; no unit is at fault',
  ),
  'backend insecure': entry(
    'operator',
    'after-operator',
    'usage',
    'Credentials would cross the network unencrypted',
    'Use an https address; plain http is accepted to this machine only',
  ),
  'bad credentials': entry(
    'operator',
    'after-operator',
    'backend',
    'The backend does not accept login and password',
    'Set PACLINE_API_LOGIN and PACLINE_API_PASSWORD of an API user',
  ),
  'no rights': entry(
    'operator',
    'after-operator',
    'backend',
    'The API user may not do this',
    'Give the API user the profiles Customer [R] and Device Manager [W]',
  ),
  'not shown': entry(
    'operator',
    'after-operator',
    'backend',
    'The API user may not see what confirms a unit',
    'Give the API user a profile that shows device types, certificates and PACs of units, or set ifHidden = "green" in the settings',
  ),
  'unknown device type': entry(
    'operator',
    'after-operator',
    'backend',
    'The backend has no such device type',
    'Check the ID; `pacline device-types` lists those that the API user can see',
  ),
  'no tokens left': entry(
    'backend',
    'after-operator',
    'backend',
    'The contract of this device type has no free token',
    'Order tokens or choose another device type',
  ),
  'backend throttled': entry(
    'backend',
    'later',
    'backend',
    'The backend asks to slow down',
    'Nothing: the queue goes on by itself',
  ),
  'backend fault': entry(
    'backend',
    'later',
    'backend',
    'The backend answered with a fault of its own, or not as its documentation says',
    'Nothing: the unit is looked up before anything is sent again',
  ),
  'not in this api': entry(
    'operator',
    'after-operator',
    'usage',
    'This version of the backend API cannot do this',
    'Do it as the message says, or set PACLINE_API_VERSION to the other version',
  ),
  'backend refused': entry(
    'backend',
    'never',
    'unit',
    'The backend does not accept this unit',
    "Read the backend's own words; most often the PAC is spent or the certificate does not fit",
  ),
  'owned elsewhere': entry(
    'backend',
    'never',
    'unit',
    'The ID is registered, but not by us in this device type',
    'Ask who registered this unit; it cannot be registered twice',
  ),
  'other device type': entry(
    'operator',
    'never',
    'unit',
    'The unit is ours, but in another device type',
    'Move it with a transfer, or check the product setting',
  ),
  'other certificate': entry(
    'operator',
    'never',
    'unit',
    'The unit is ours, but with another certificate',
    'Edit the unit, or check the product setting',
  ),
  'registration unknown': entry(
    'backend',
    'later',
    'backend',
    'An answer got lost; whether the unit is registered is being looked up',
    'Nothing: it is settled by looking, never by sending again',
  ),
  owed: entry(
    'backend',
    'later',
    'backend',
    'The registration is owed and was not sent yet',
    'Nothing: a running line, the same command or `pacline outbox drain` sends it',
  ),
  'in a job': entry(
    'backend',
    'later',
    'backend',
    'A job of the backend works on the unit',
    'Nothing: the job is followed to its end',
  ),
  accepted: entry(
    'backend',
    'later',
    'backend',
    'The backend has taken the unit, and does not list it yet',
    'Nothing: it is looked up until it is listed, and never sent again by itself',
  ),
  'not listed': entry(
    'backend',
    'after-operator',
    'backend',
    'The backend took the unit long ago, and still does not list it',
    'Look in the portal; only if it is not there, allow it to be sent again with `pacline outbox resend`',
  ),
  'other backend': entry(
    'operator',
    'after-operator',
    'backend',
    'The unit was sent to another backend, and its end there is not known',
    'Set PACLINE_API_URL to that backend and let it be settled there; or look in its portal, and let it be sent here with `pacline outbox resend`',
  ),
  'registration withdrawn': entry(
    'operator',
    'after-operator',
    'unit',
    'Somebody took the registration back',
    'Register the unit again, if it is to be registered',
  ),
  'set aside': entry(
    'operator',
    'after-operator',
    'unit',
    'Somebody has set this unit aside',
    'Put it where such units go; `pacline unit show` tells why, `pacline unit release` lets it in again',
  ),
  'new pac': entry(
    'operator',
    'after-operator',
    'unit',
    'A unit that was confirmed here came back with another PAC',
    'If it was moved or returned, take it with `pacline unit release --new-pair`; else set it aside',
  ),
  'not registered': entry(
    'operator',
    'after-operator',
    'unit',
    'The backend shows this API user no such unit',
    'Check the ID and the group of the API user; a unit that was never registered is registered with `pacline register`',
  ),
  'change unknown': entry(
    'backend',
    'after-operator',
    'backend',
    'Whether a change of a registered unit was carried out is not known',
    'Look at the unit with `pacline status` or in the portal before you do it again',
  ),
  'no frame yet': entry(
    'fixture',
    'later',
    'unit',
    'The network has heard nothing of this unit so far',
    'Check antenna, shielding, coverage and radio zone; the registration holds all the same',
  ),

  // The journal
  'journal full': entry(
    'station',
    'after-operator',
    'journal',
    'The disk of the journal is full',
    'Free space on the disk; nothing journalled was lost',
  ),
  'journal read-only': entry(
    'station',
    'after-operator',
    'journal',
    'The state folder cannot be written',
    'Give the user the right to write there, or set PACLINE_STATE_DIR',
  ),
  'journal in use': entry(
    'station',
    'after-operator',
    'journal',
    'Another pacline works on this journal',
    'Stop the other one, or set another PACLINE_STATE_DIR',
  ),
  'journal broken': entry(
    'station',
    'never',
    'journal',
    "The journal's hash chain does not hold: it was altered",
    'Keep the file as it is and call the production engineer',
  ),
  'journal fault': entry(
    'station',
    'after-operator',
    'journal',
    'The journal cannot be opened or written',
    'Check the disk and the file that the message names',
  ),

  // Ours
  interrupted: entry(
    'operator',
    'same-slot',
    'interruption',
    'Stopped before the end',
    'Start again: the journal knows where it stopped',
  ),
  'internal fault': entry(
    'software',
    'never',
    'software',
    'A fault of this program',
    'Send the message and the journal to the maintainers',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Tells an error from a good end. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);
