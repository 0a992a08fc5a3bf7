import { parse } from 'smol-toml';
import { expect, test } from 'vitest';

import { heldAsObject, heldAsToml, heldSettings } from '../../../src/settings/file/held-settings.ts';
import { parseSettings } from '../../../src/settings/file/load-settings.ts';

const badge = 'scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const product = `[product]
name = "Meter"
deviceTypeId = "00a100000000000000000001"
prototype = true
checks = { supplyMillivolts = { min = 2900 } }
label = { scanBack = false }
`;
const slots = '[[slot]]\nname = "left"\nport = "a"\n[[slot]]\nname = "right"\nport = "b"\n';

test('what holds says the same as what is written, and what is usual stands behind a #', () => {
  const text = `[debt]\nmaxUnits = 9\n${product}${slots}[shift]\nstarts = ["06:00", "14:00"]\n`;
  const shown = heldAsToml(heldSettings(parse(text)));
  expect(parseSettings('station.toml', shown)).toEqual(parseSettings('station.toml', text));
  expect(parseSettings('station.toml', shown.replaceAll(/^#/gm, ''))).toEqual(parseSettings('station.toml', text));
  expect(shown).toContain('[debt]\nmaxUnits = 9\n#maxHours = 8\n');
  expect(shown).toContain('label = { showPac = false, scanBack = false, code = "datamatrix" }\n');
});

test('a table that only holds where it is written is not shown where it is not', () => {
  const held = heldAsObject(heldSettings({}));
  expect(Object.keys(held)).toEqual(['station', 'backend', 'shift', 'debt', 'scanner', 'page']);
  expect(held['shift']).toEqual({ starts: ['00:00'] });
});

test('no hash of a badge is shown', () => {
  const held = heldSettings(parse(`[[person]]\nname = "Ada"\nrole = "technician"\nbadge = "${badge}"\n`));
  expect(heldAsObject(held)['person']).toEqual([{ name: 'Ada', role: 'technician', badge: '(not shown)' }]);
  expect(heldAsToml(held)).not.toContain('scrypt');
});
