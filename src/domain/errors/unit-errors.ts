import { entriesOf } from './error-entry.ts';

const unit = entriesOf('unit');

/** What speaks of the unit. */
export const unitErrors = {
  unprovisioned: unit(
    'unit',
    'never',
    'The modem holds no credentials',
    'Set the unit aside: its certificate was never flashed, or was erased',
  ),
  'documentation value': unit(
    'unit',
    'never',
    'The modem reports a sample value from a manual',
    'Set the unit aside: it was flashed from an example',
  ),
  'modem refused': unit(
    'unit',
    'same-slot',
    'The modem answered with an error',
    'Reseat the unit; if it happens again, set it aside',
  ),
  'public key': unit(
    'unit',
    'after-operator',
    'The modem is left on the public key: it passes an emulator, and the network ignores it',
    'Switch it back with `pacline modem usePrivateKey`, then seat it again',
  ),
  'pac not listed': unit(
    'operator',
    'after-operator',
    'The delivery list has no PAC for this ID',
    'Ask the maker for the list of this batch',
  ),
  'two pacs for one id': unit(
    'unit',
    'never',
    'This ID was seen before with another PAC',
    "Set both units aside and ask the modem's maker",
  ),
  'two ids for one pac': unit(
    'unit',
    'never',
    'This PAC was seen before with another ID',
    "Set both units aside and ask the modem's maker",
  ),
  'one id in two slots': unit(
    'unit',
    'never',
    'Units in two slots have the same ID at once',
    "Set both units aside and ask the modem's maker",
  ),
  'check failed': unit(
    'unit',
    'after-operator',
    'A value of the unit is outside what its product allows',
    'Set the unit aside; the message names the value and its limits',
  ),
  'serial taken': unit(
    'operator',
    'after-operator',
    'This serial belongs to another unit, or the unit has another serial',
    'Scan the serial that is on this unit',
  ),

  // The line's own rules
  'golden due': unit(
    'operator',
    'after-operator',
    'The slot must read its golden unit before it may judge others',
    'Seat the golden unit, then this one again',
  ),
  'order complete': unit(
    'operator',
    'after-operator',
    'The order has all its units, confirmed or owed',
    'Begin the next order',
  ),
  'route refused': unit(
    'operator',
    'after-operator',
    'The production system does not expect this unit here',
    'Bring the unit to the step that the message names',
  ),
  'result refused': unit(
    'unit',
    'after-operator',
    'The radio test of this unit was not passed',
    'Set the unit aside or test it again',
  ),
  'result missing': unit(
    'operator',
    'after-operator',
    'There is no result of the radio test for this unit',
    'Test the unit first, then seat it again',
  ),
  'label unscanned': unit(
    'operator',
    'after-operator',
    'The unit left its slot before its label was scanned back',
    'Scan the label of the unit, or ask for a reprint',
  ),

  // The backend
  'backend refused': unit(
    'backend',
    'never',
    'The backend does not accept this unit',
    "Read the backend's own words; most often the PAC is spent or the certificate does not fit",
  ),
  'owned elsewhere': unit(
    'backend',
    'never',
    'The ID is registered, but not by us in this device type',
    'Ask who registered this unit; it cannot be registered twice',
  ),
  'other device type': unit(
    'operator',
    'never',
    'The unit is ours, but in another device type',
    'Move it with a transfer, or check the product setting',
  ),
  'other certificate': unit(
    'operator',
    'never',
    'The unit is ours, but with another certificate',
    'Edit the unit, or check the product setting',
  ),
  'registration withdrawn': unit(
    'operator',
    'after-operator',
    'Somebody took the registration back',
    'Register the unit again, if it is to be registered',
  ),
  'set aside': unit(
    'operator',
    'after-operator',
    'Somebody has set this unit aside',
    'Put it where such units go; `pacline unit show` tells why, `pacline unit release` lets it in again',
  ),
  'new pac': unit(
    'operator',
    'after-operator',
    'A unit that was confirmed here came back with another PAC',
    'If it was moved or returned, take it with `pacline unit release --new-pair`; else set it aside',
  ),
  'not registered': unit(
    'operator',
    'after-operator',
    'The backend shows this API user no such unit',
    'Check the ID and the group of the API user; a unit that was never registered is registered with `pacline register`',
  ),
  'no frame yet': unit(
    'fixture',
    'later',
    'The network has heard nothing of this unit so far',
    'Check antenna, shielding, coverage and radio zone; the registration holds all the same',
  ),
};
