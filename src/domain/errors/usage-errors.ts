import { entriesOf } from './error-entry.ts';

const usage = entriesOf('usage');

/** What a person typed, or wrote into a file. */
export const usageErrors = {
  'bad usage': usage(
    'operator',
    'after-operator',
    'The command line cannot be understood',
    'See `pacline <command> --help`',
  ),
  'bad settings': usage(
    'operator',
    'after-operator',
    'The settings file has an unknown key or a wrong value',
    'Correct the line that the message names',
  ),
  'bad device id': usage('operator', 'after-operator', 'Not a 32-bit device ID', 'Give 1 to 8 hex digits'),
  'bad pac': usage('operator', 'after-operator', 'Not a 64-bit PAC', 'Give exactly 16 hex digits'),
  'bad certificate': usage(
    'operator',
    'after-operator',
    'Not an end-product certificate',
    'Give the P_ key of the product, as in P_0001_AFAF_01',
  ),
  'modem certificate': usage(
    'operator',
    'after-operator',
    'A modem certificate (M_) stands where a product certificate belongs',
    'Ask for the P_ key of the end product',
  ),
  'bad delivery list': usage(
    'operator',
    'after-operator',
    'The list of IDs and PACs has a bad row',
    'Correct the line that the message names',
  ),
  'pac needed': usage(
    'operator',
    'after-operator',
    'This modem holds no PAC and no delivery list was given',
    "Give the maker's list with --delivery-list",
  ),

  // The line's own rules
  'unknown badge': usage(
    'operator',
    'after-operator',
    'Nobody of this station has this badge',
    'Scan the badge again, or let an engineer add the person to the settings',
  ),
  'badges held back': usage(
    'operator',
    'after-operator',
    'Too many badges were wrong, and the next one has to wait',
    'Wait as long as the message says; if it asks for an engineer, call one',
  ),
  'not allowed': usage(
    'operator',
    'after-operator',
    'The person signed in may not do this',
    'Let somebody with the role that the message names scan a badge',
  ),

  // The port and the fixture
  'not documented': usage(
    'operator',
    'after-operator',
    'No public source tells how this modem gives this value',
    'Capture what the message asks for and send it; until then type ID and PAC from the label',
  ),

  // The backend
  'backend insecure': usage(
    'operator',
    'after-operator',
    'Credentials would cross the network unencrypted',
    'Use an https address; plain http is accepted to this machine only',
  ),
  'not in this api': usage(
    'operator',
    'after-operator',
    'This version of the backend API cannot do this',
    'Do it as the message says, or set PACLINE_API_VERSION to the other version',
  ),
};
