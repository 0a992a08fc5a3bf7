import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { loadSettings } from '../../../src/settings/file/load-settings.ts';
import { defaultSettings } from '../../../src/settings/settings-schema.ts';
import { settingsFile } from '../settings-file.ts';

const whole = `
[station]
name = "bench 3"
contactBounceMs = 250
amberAfterMs = 8000

[backend]
url = "https://api.sigfox.com/v2"
version = "v2"

[product]
name = "Water meter"
deviceTypeId = "00A100000000000000000001"
productCertificate = "p_00a1_b2c3_01"
prefix = "WM-"
dialect = "td-next"
deliveryList = "lists/batch-7.csv"
readings = 1

[[slot]]
name = "left"
port = "/dev/ttyUSB0"

[[slot]]
name = "right"
port = "pci-0000:00:14.0-usb-0:2:1.0"
presence = "probe"
`;

const product = (lines: string): string =>
  `[product]\nname = "Meter"\ndeviceTypeId = "00a100000000000000000001"\n${lines}`;

const fault = async (content: string | Uint8Array): Promise<PaclineError> => {
  const path = await settingsFile(content);
  const error: unknown = await loadSettings(path).catch((reason: unknown) => reason);
  if (!PaclineError.is(error, 'bad settings')) throw new Error(`expected bad settings, got ${String(error)}`);
  expect(error.message).toContain(path);
  expect(error.context['path']).toBe(path);
  return error;
};

/** What the message says after the file's name. */
const words = async (content: string | Uint8Array): Promise<string> => {
  const { message, context } = await fault(content);
  return message.replace(`${String(context['path'])}:`, '').replace(/ \(bad settings\)$/, '');
};

test.each([
  ['[station]', 'name'],
  [product('prototype = true'), 'prefix'],
  ['[[slot]]\nport = "/dev/ttyUSB0"', 'name'],
  ['[[slot]]\nname = "left"', 'port'],
  [`${product('prototype = true')}\n[[order]]\nproduct = "Meter"`, 'name'],
  ['[[hook]]\nkind = "folder"', 'name'],
  ['[scanner]', 'badgePrefix'],
])('Under %j, %s must not hold what cannot be seen', async (table, key) => {
  for (const hidden of ['a\\u001b[2J', 'a\\u202eb', 'a\\u200b', 'a\\u0007'])
    expect(await words(`${table}\n${key} = "${hidden}"\n`)).toContain(
      `${key}: a control character, or a sign that is not seen, stands in it; write it anew`,
    );
});

test('A scanner may type control characters around a code', async () => {
  const path = await settingsFile('[scanner]\nprefix = "\\u0002"\nsuffix = "\\u0003"\n');
  expect((await loadSettings(path)).settings.scanner).toMatchObject({ prefix: '\u0002', suffix: '\u0003' });
});

test('A file of one product is read into domain values, its delivery list found beside it', async () => {
  const path = await settingsFile(whole);
  expect((await loadSettings(path)).settings).toEqual({
    ...defaultSettings,
    station: { name: 'bench 3', contactBounceMs: 250, amberAfterMs: 8000 },
    backend: { ...defaultSettings.backend, url: 'https://api.sigfox.com/v2' },
    products: [
      {
        name: 'Water meter',
        deviceTypeId: '00a100000000000000000001',
        certification: { kind: 'certificate', certificate: 'P_00A1_B2C3_01' },
        prefix: 'WM-',
        dialect: 'td-next',
        deliveryList: join(dirname(path), 'lists', 'batch-7.csv'),
        readings: 1,
        amber: 'may leave',
        checks: { privateKey: true },
      },
    ],
    slots: [
      { name: 'left', port: '/dev/ttyUSB0', presence: 'port' },
      { name: 'right', port: 'pci-0000:00:14.0-usb-0:2:1.0', presence: 'probe' },
    ],
  });
});

test('An empty file means the same as no file', async () => {
  expect((await loadSettings(await settingsFile(''))).settings).toEqual(defaultSettings);
  expect(defaultSettings).toEqual({
    station: { contactBounceMs: 100, amberAfterMs: 5000 },
    backend: { version: 'v2', absentAfterS: 60, batchAbsentAfterS: 900, callAfterS: 1800, ifHidden: 'green' },
    shift: { starts: [0] },
    debt: { maxUnits: 200, maxHours: 8 },
    scanner: { prefix: '', suffix: '', badgePrefix: 'B-', keepS: 20, shortestPin: 6 },
    page: { language: 'en', network: false, names: [] },
    pictures: [],
    products: [],
    orders: [],
    slots: [],
    people: [],
    hooks: [],
  });
});

test('The digest is that of the bytes, so that any change of the file is another one', async () => {
  const { digest } = await loadSettings(await settingsFile('[station]\n'));
  expect(digest).toBe(createHash('sha256').update('[station]\n').digest('hex'));
  expect((await loadSettings(await settingsFile('[station]\n\n'))).digest).not.toBe(digest);
});

test('A prototype needs no certificate, and an absolute delivery list stays where it is', async () => {
  const { settings } = await loadSettings(
    await settingsFile(product('prototype = true\ndeliveryList = "/lists/a.csv"')),
  );
  expect(settings.products).toMatchObject([
    {
      name: 'Meter',
      deviceTypeId: '00a100000000000000000001',
      certification: { kind: 'prototype' },
      prefix: '',
      deliveryList: '/lists/a.csv',
      readings: 2,
    },
  ]);
});

test('A file from a Windows editor, with byte order mark and CRLF, is read and its faults stand on the right line', async () => {
  expect((await loadSettings(await settingsFile('\uFEFF[station]\r\nname = "A"\r\n'))).settings.station.name).toBe('A');
  expect(await words('\uFEFF[statio]\r\n')).toMatch(/^1:2: statio: /);
  expect(await words('\uFEFF[station]\r\ncontactBounceMs = -1\r\n')).toMatch(/^2:1: /);
});

test.each([
  [
    'a number too large',
    '[station]\ncontactBounceMs = 20000',
    '2:1: station.contactBounceMs: 20000 is not a whole number from 0 to 10000, in milliseconds.',
  ],
  [
    'a number too small',
    '[station]\n\namberAfterMs = 499',
    '3:1: station.amberAfterMs: 499 is not a whole number from 500 to 60000, in milliseconds.',
  ],
  [
    'a fraction',
    '[station]\ncontactBounceMs = 1.5',
    '2:1: station.contactBounceMs: 1.5 is not a whole number from 0 to 10000, in milliseconds.',
  ],
  [
    'infinity',
    '[station]\ncontactBounceMs = inf',
    '2:1: station.contactBounceMs: Infinity is not a whole number from 0 to 10000, in milliseconds.',
  ],
  [
    'a text for a number',
    'station = { contactBounceMs = "long" }',
    '1:13: station.contactBounceMs: "long" is not a whole number from 0 to 10000, in milliseconds.',
  ],
  ['a date for a name', '[station]\nname = 2026-11-23', '2:1: station.name: a date is not a name.'],
  ['an empty name', '[station]\nname = " "', '2:1: station.name: " " is not a name.'],
  ['a value for a table', 'station = 3', '1:1: station: 3 is not a [station] table.'],
  ['a list for a table', '[[station]]', '1:3: station: a list is not a [station] table.'],
  [
    'a mistyped key',
    '[station]\ncontactBounceMS = 1',
    '2:1: station.contactBounceMS: there is no such key (did you mean contactBounceMs?); known here are name, contactBounceMs, amberAfterMs, bootMs, lines, tone.',
  ],
  [
    'a key unlike any other',
    '[station]\ncolour = "red"',
    '2:1: station.colour: there is no such key; known here are name, contactBounceMs, amberAfterMs, bootMs, lines, tone.',
  ],
  [
    'a mistyped table',
    '[prodct]\nname = "x"',
    '1:2: prodct: there is no such key (did you mean product?); known here are station, backend, shift, debt, lockout, golden, scanner, control, page, fixture, picture, product, order, slot, person, printer, hook, route, result.',
  ],
  [
    'an odd key',
    '"a b\\n" = 1',
    '1:1: "a b\\n": there is no such key; known here are station, backend, shift, debt, lockout, golden, scanner, control, page, fixture, picture, product, order, slot, person, printer, hook, route, result.',
  ],
  [
    'a key that every object has',
    '[station]\nconstructor = 1',
    '2:1: station.constructor: there is no such key; known here are name, contactBounceMs, amberAfterMs, bootMs, lines, tone.',
  ],
  [
    'no product name',
    '[product]\ndeviceTypeId = "00a100000000000000000001"\nprototype = true',
    '1:2: product.name: missing; a name expected.',
  ],
  [
    'a short device type',
    '[product]\nname = "x"\ndeviceTypeId = "00a1"\nprototype = true',
    '3:1: product.deviceTypeId: "00a1" is not 24 hex digits, as the portal shows them for the device type.',
  ],
  [
    'neither certificate nor prototype',
    product(''),
    '1:2: product: missing; productCertificate = "P_…" or prototype = true expected.',
  ],
  [
    'certificate and prototype',
    product('productCertificate = "P_00A1_B2C3_01"\nprototype = true'),
    '1:2: product: a unit has a productCertificate or is a prototype, never both; remove one of the two keys.',
  ],
  [
    'prototype = false',
    product('prototype = false'),
    '4:1: product.prototype: false is not the word true; leave the key out for a product with a certificate.',
  ],
  [
    'a placeholder certificate',
    product('productCertificate = "P_00A1_B2C3_XX"'),
    '4:1: product.productCertificate: P_00A1_B2C3_XX is a placeholder: XX stands for the revision, two hex digits such as 01.',
  ],
  [
    'a modem certificate',
    product('productCertificate = "M_00A1_B2C3_01"'),
    '4:1: product.productCertificate: M_00A1_B2C3_01 is a modem certificate; a unit is registered with the certificate of the end product, which begins with P_.',
  ],
  [
    'a prefix too long',
    product(`prototype = true\nprefix = "${'x'.repeat(41)}"`),
    `5:1: product.prefix: "${'x'.repeat(40)}…" is not a text of at most 40 characters.`,
  ],
  ['three readings', product('prototype = true\nreadings = 3'), '5:1: product.readings: 3 is not 1 or 2.'],
  ['an API that never was', '[backend]\nversion = 2', '2:1: backend.version: 2 is not "v1" or "v2".'],
  [
    'an address that is none',
    '[backend]\nurl = "api"',
    '2:1: backend.url: The backend address is not an http(s) address; give the whole base, as in https://api.sigfox.com/v2.',
  ],
  [
    'a proxy that is none',
    '[backend]\nproxy = "socks5://proxy.example"',
    '2:1: backend.proxy: this is not the address of a proxy, such as http://proxy.example:3128.',
  ],
  [
    'a proxy with a password',
    '[backend]\nproxy = "http://ada:hunter2@proxy.example"',
    '2:1: backend.proxy: the address of proxy.example contains a login or password; secrets do not belong in this file.',
  ],
  [
    'plain http',
    '[backend]\nurl = "http://example.org/v2"',
    '2:1: backend.url: Plain http to example.org would show login, password and PACs to the network; use https.',
  ],
  [
    'single brackets',
    '[slot]\nname = "A"',
    '1:2: slot: a table is not a list of tables; write [[slot]] with double brackets.',
  ],
  [
    'a slot without a port',
    '[[slot]]\nname = "A"\nport = "p"\n[[slot]]\nname = "B"',
    '4:3: slot.port: missing; the path or the place of a port expected.',
  ],
  [
    'a presence unknown',
    '[[slot]]\nname = "A"\nport = "p"\npresence = "lid"',
    '4:1: slot.presence: "lid" is not "port", "probe", "line" or "start".',
  ],
  [
    'two slots of one name',
    '[[slot]]\nname = "A"\nport = "p"\n[[slot]]\nname = "A"\nport = "q"',
    '5:1: slot.name: "A" belongs to an earlier slot; every slot needs a name of its own.',
  ],
  [
    'two slots on one port',
    '[[slot]]\nname = "A"\nport = "p"\n[[slot]]\nname = "B"\nport = "p"',
    '6:1: slot.port: "p" belongs to an earlier slot; every slot needs a port of its own.',
  ],
  [
    '33 slots',
    Array.from({ length: 33 }, (_, n) => `[[slot]]\nname = "${n}"\nport = "p${n}"\n`).join(''),
    '97:3: slot: slot number 33; at most 32 are accepted.',
  ],
  ['broken TOML', '[station]\nname = "A\n', '2:10: not valid TOML: control characters are not allowed in strings.'],
  [
    'a key twice',
    '[station]\nname = "A"\nname = "B"',
    '3:1: not valid TOML: trying to redefine an already defined table or value.',
  ],
  [
    'two faults',
    '[station]\ncolour = 1\ncontactBounceMs = -1',
    '2:1: station.colour: there is no such key; known here are name, contactBounceMs, amberAfterMs, bootMs, lines, tone (and 1 more, which `pacline settings check` lists).',
  ],
])('The message names the place, the fault and what is accepted: %s', async (_, content, expected) => {
  expect(await words(content)).toBe(expected);
});

test.each(['login', 'password', 'apiPassword', 'api_login', 'user', 'token', 'credentials', 'apiKey'])(
  'The key %s is refused, its value kept secret, and the variables are named',
  async (key) => {
    const { message, context } = await fault(`[backend]\n${key} = "hunter2"`);
    expect(message).toContain(`2:1: backend.${key}: secrets do not belong in this file`);
    expect(message).toContain('PACLINE_API_LOGIN and PACLINE_API_PASSWORD');
    expect(message + JSON.stringify(context)).not.toContain('hunter2');
  },
);

test('Neither broken TOML nor an address with a password shows the password', async () => {
  for (const content of ['password = "hunter2" oops', '[backend]\nurl = "https://me:hunter2@example.org/v2"']) {
    const error = await fault(content);
    expect(`${error.message} ${JSON.stringify(error.context)} ${String(error.cause)}`).not.toContain('hunter2');
  }
});

test('A file that is missing, a folder or not UTF-8 says so', async () => {
  const path = await settingsFile('');
  const missing = join(dirname(path), 'none.toml');
  await expect(loadSettings(missing)).rejects.toThrow(`There is no settings file ${missing}`);
  await expect(loadSettings(dirname(path))).rejects.toThrow('is a folder');
  expect(await words(Uint8Array.from([0x23, 0xfc, 0x0a]))).toBe('1:1: the file is not UTF-8 text; save it as UTF-8.');
});

test('The file of authorities lies beside the settings file', async () => {
  const path = await settingsFile('[backend]\ncaFile = "authority.pem"\nproxy = "http://proxy.example:3128"');
  expect((await loadSettings(path)).settings.backend).toEqual({
    ...defaultSettings.backend,
    caFile: join(dirname(path), 'authority.pem'),
    proxy: 'http://proxy.example:3128',
  });
});
