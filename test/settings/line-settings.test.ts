import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { hashBadge } from '../../src/settings/badge-hash.ts';
import { loadSettings } from '../../src/settings/file/load-settings.ts';
import { languageTags } from '../../src/words/language-tags.ts';
import { settingsFile } from './settings-file.ts';

const badge = 'scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const line = `
[station]
bootMs = 2500

[shift]
starts = ["06:00", "14:00", "22:30"]

[debt]
maxUnits = 50
maxHours = 2

[lockout]
reds = 3

[golden]
good = ["a10001"]
bad = ["no answer", "unprovisioned"]
everyUnits = 500
everyHours = 4

[scanner]
prefix = "\\u0002"
suffix = "\\t"
badgePrefix = "ID"
keepS = 5

[control]
listen = "127.0.0.1:8089"

[[product]]
name = "Meter"
deviceTypeId = "00a100000000000000000001"
productCertificate = "P_00A1_B2C3_01"
amber = "held"
serial = "[0-9]{8}"
checks = { idFrom = "00A10000", idTo = "00A1FFFF", minFirmware = "1.2", supplyMillivolts = { min = 2900, max = 3400 }, temperatureCelsius = { max = 60 }, radioZone = "RC1", privateKey = true }
label = { template = "labels/meter.zpl", showPac = true, scanBack = false, code = "qr" }

[[product]]
name = "Valve"
deviceTypeId = "00a100000000000000000002"
prototype = true
label = {}

[[order]]
name = "4711"
product = "Valve"
quantity = 300

[[order]]
name = "samples"
product = "Meter"

[[slot]]
name = "1"
port = "usb-0:1"
presence = "line"
line = "cts"
debounceMs = 50
usb = "0403:6001"
serialNumber = "A50285BI"

[[slot]]
name = "2"
port = "usb-0:2"
presence = "start"
row = 2
column = 4

[[person]]
name = "Ada"
role = "technician"
badge = "${badge}"

[page]
listen = "0.0.0.0:8443"
network = true
certificateFile = "bench.pem"
keyFile = "/etc/bench.key"
names = ["bench1.example"]

[fixture]
rows = 2
columns = 4

[[picture]]
code = "no answer"
file = "pins.jpg"

[printer]
zpl = "192.0.2.10:9100"

[[hook]]
name = "mes"
kind = "webhook"
url = "http://mes.example/pacline"
secretEnv = "MES_SECRET"
kinds = ["run ended"]

[[hook]]
name = "broker"
kind = "mqtt"
url = "mqtts://station@broker.example"
topic = "line/1"
secretEnv = "BROKER_PASSWORD"

[[hook]]
name = "drop"
kind = "folder"
folder = "drop"

[route]
url = "https://mes.example/route"
tokenEnv = "MES_TOKEN"
timeoutMs = 500
noAnswer = "go on"

[result]
folder = "rf"
`;

test('A file of a whole line is read, and its paths mean its own folder', async () => {
  const path = await settingsFile(line);
  const beside = (...names: readonly string[]): string => join(dirname(path), ...names);
  expect((await loadSettings(path)).settings).toEqual({
    station: { contactBounceMs: 100, amberAfterMs: 5000, bootMs: 2500 },
    backend: { version: 'v2', absentAfterS: 60, batchAbsentAfterS: 900, callAfterS: 1800, ifHidden: 'green' },
    shift: { starts: [360, 840, 1350] },
    debt: { maxUnits: 50, maxHours: 2 },
    lockout: { reds: 3 },
    golden: { good: ['00A10001'], bad: ['no answer', 'unprovisioned'], everyUnits: 500, everyHours: 4 },
    scanner: { prefix: '\u0002', suffix: '\t', badgePrefix: 'ID', keepS: 5, shortestPin: 6 },
    control: { listen: { host: '127.0.0.1', port: 8089 } },
    page: {
      listen: { host: '0.0.0.0', port: 8443 },
      language: 'en',
      network: true,
      certificateFile: beside('bench.pem'),
      keyFile: '/etc/bench.key',
      names: ['bench1.example'],
    },
    fixture: { rows: 2, columns: 4 },
    pictures: [{ code: 'no answer', file: beside('pins.jpg') }],
    products: [
      {
        name: 'Meter',
        deviceTypeId: '00a100000000000000000001',
        certification: { kind: 'certificate', certificate: 'P_00A1_B2C3_01' },
        prefix: '',
        readings: 2,
        amber: 'held',
        serial: /^(?:[0-9]{8})$/u,
        checks: {
          idFrom: '00A10000',
          idTo: '00A1FFFF',
          minFirmware: '1.2',
          supplyMillivolts: { min: 2900, max: 3400 },
          temperatureCelsius: { max: 60 },
          radioZone: 'RC1',
          privateKey: true,
        },
        label: { template: beside('labels', 'meter.zpl'), showPac: true, scanBack: false, code: 'qr' },
      },
      {
        name: 'Valve',
        deviceTypeId: '00a100000000000000000002',
        certification: { kind: 'prototype' },
        prefix: '',
        readings: 2,
        amber: 'may leave',
        checks: { privateKey: true },
        label: { showPac: false, scanBack: true, code: 'datamatrix' },
      },
    ],
    orders: [
      { name: '4711', product: 'Valve', quantity: 300 },
      { name: 'samples', product: 'Meter', quantity: null },
    ],
    slots: [
      {
        name: '1',
        port: 'usb-0:1',
        presence: 'line',
        line: 'cts',
        debounceMs: 50,
        usb: { vendorId: '0403', productId: '6001' },
        serialNumber: 'A50285BI',
      },
      { name: '2', port: 'usb-0:2', presence: 'start', row: 2, column: 4 },
    ],
    people: [{ name: 'Ada', role: 'technician', badge }],
    printer: { kind: 'zpl', host: '192.0.2.10', port: 9100 },
    hooks: [
      {
        kind: 'webhook',
        name: 'mes',
        url: 'http://mes.example/pacline',
        secretEnv: 'MES_SECRET',
        kinds: ['run ended'],
      },
      {
        kind: 'mqtt',
        name: 'broker',
        url: 'mqtts://station@broker.example',
        topic: 'line/1',
        secretEnv: 'BROKER_PASSWORD',
      },
      { kind: 'folder', name: 'drop', folder: beside('drop') },
    ],
    route: { kind: 'url', url: 'https://mes.example/route', tokenEnv: 'MES_TOKEN', timeoutMs: 500, noAnswer: 'go on' },
    result: { kind: 'folder', folder: beside('rf'), noAnswer: 'stop' },
  });
});

test('A route can be a list and a result be asked for, labels be files', async () => {
  const path = await settingsFile(
    '[route]\nlist = "route.csv"\n[result]\nurl = "http://127.0.0.1:9"\ntokenEnv = "T"\n[printer]\nfolder = "labels"\nformat = "png"',
  );
  expect((await loadSettings(path)).settings).toMatchObject({
    route: { kind: 'list', list: join(dirname(path), 'route.csv'), noAnswer: 'stop' },
    result: { kind: 'url', url: 'http://127.0.0.1:9', tokenEnv: 'T', timeoutMs: 2000, noAnswer: 'stop' },
    printer: { kind: 'folder', folder: join(dirname(path), 'labels'), format: 'png' },
  });
});

const words = async (content: string): Promise<string> => {
  const path = await settingsFile(content);
  const error: unknown = await loadSettings(path).catch((reason: unknown) => reason);
  if (!PaclineError.is(error, 'bad settings')) throw new Error(`expected bad settings, got ${String(error)}`);
  return error.message.replace(`${path}:`, '').replace(/ \(bad settings\)$/, '');
};

const meter = '[[product]]\nname = "Meter"\ndeviceTypeId = "00a100000000000000000001"\nprototype = true\n';
const slot = '[[slot]]\nname = "A"\nport = "p"\n';
const person = (written: string): string => `[[person]]\nname = "Ada"\nrole = "operator"\nbadge = "${written}"`;

test.each([
  [
    'a time that there is not',
    '[shift]\nstarts = ["24:00"]',
    '2:11: shift.starts: "24:00" is not a time of day such as "06:00".',
  ],
  [
    'no time at all',
    '[shift]\nstarts = []',
    '2:1: shift.starts: an empty list; at least one time such as "06:00" expected.',
  ],
  [
    'two shifts at once',
    '[shift]\nstarts = ["06:00", "06:00"]',
    '2:20: shift.starts: two shifts cannot begin at the same time.',
  ],
  [
    'pages for other computers, without the word that says so',
    '[page]\nlisten = "192.0.2.1:8088"',
    '2:1: page.listen: other computers reach this address; that takes network = true, certificateFile and keyFile.',
  ],
  [
    'pages for other computers without a certificate',
    '[page]\nnetwork = true\nkeyFile = "bench.key"',
    '1:2: page.certificateFile: missing; other computers are served with a certificate and its key only.',
  ],
  [
    'a certificate that nobody needs',
    '[page]\ncertificateFile = "bench.pem"',
    '2:1: page.certificateFile: belongs to network = true, which is not given.',
  ],
  [
    'a language that is not spoken',
    '[page]\nlanguage = "la"',
    `2:1: page.language: "la" is not ${languageTags.map((tag) => `"${tag}"`).join(', ')}.`,
  ],
  [
    'a fixture that is too wide',
    '[fixture]\nrows = 1\ncolumns = 9',
    '3:1: fixture.columns: 9 is not a whole number from 1 to 8.',
  ],
  [
    'a place beyond the fixture',
    '[fixture]\nrows = 1\ncolumns = 1\n[[slot]]\nname = "1"\nport = "a"\nrow = 2\ncolumn = 1',
    '7:1: slot.row: 2 is below the last row of [fixture], which is 1.',
  ],
  [
    'half a place',
    '[fixture]\nrows = 1\ncolumns = 1\n[[slot]]\nname = "1"\nport = "a"\ncolumn = 1',
    '7:1: slot.column: belongs to row, which is not given.',
  ],
  [
    'a place without a fixture',
    '[[slot]]\nname = "1"\nport = "a"\nrow = 1\ncolumn = 1',
    '4:1: slot.row: belongs to [fixture], which is not given.',
  ],
  [
    'two slots at one place',
    '[fixture]\nrows = 1\ncolumns = 2\n[[slot]]\nname = "1"\nport = "a"\nrow = 1\ncolumn = 1\n[[slot]]\nname = "2"\nport = "b"\nrow = 1\ncolumn = 1',
    '12:1: slot.row: an earlier slot stands there; every slot has a place of its own.',
  ],
  [
    'more slots than places',
    '[fixture]\nrows = 1\ncolumns = 1\n[[slot]]\nname = "1"\nport = "a"\n[[slot]]\nname = "2"\nport = "b"',
    '7:3: slot: slot number 2; [fixture] has 1 places.',
  ],
  [
    'a picture of nothing',
    '[[picture]]\ncode = "no anwser"\nfile = "a.png"',
    '2:1: picture.code: "no anwser" is no code (did you mean "no answer"?).',
  ],
  [
    'a picture that is none',
    '[[picture]]\ncode = "no answer"\nfile = "a.pdf"',
    '3:1: picture.file: "a.pdf" is not the path of a picture that ends with .png, .jpg, .webp or .svg.',
  ],
  ['no lock-out', '[lockout]\nreds = 0', '2:1: lockout.reds: 0 is not a whole number from 1 to 100.'],
  ['a lock-out without a number', '[lockout]', '1:2: lockout.reds: missing; a whole number from 1 to 100 expected.'],
  [
    'a debt too old',
    '[debt]\nmaxHours = 1000',
    '2:1: debt.maxHours: 1000 is not a whole number from 1 to 720, in hours.',
  ],
  [
    'a golden unit that has no ID',
    '[golden]\ngood = ["00A10001", "00A1000G"]',
    '2:21: golden.good: "00A1000G" is not a device ID: 1 to 8 hex digits (32 bit).',
  ],
  [
    'a golden unit without credentials',
    '[golden]\ngood = ["FFFFFFFF"]',
    '2:9: golden.good: device ID FFFFFFFF is what a modem without credentials reports.',
  ],
  [
    'a verdict that there is not',
    '[golden]\ngood = ["1"]\nbad = ["no answers"]',
    '3:8: golden.bad: "no answers" is not an error code (did you mean "no answer"?); `no answer` and `unprovisioned` are two of them.',
  ],
  ['a golden unit twice', '[golden]\ngood = ["1", "00000001"]', '2:14: golden.good: "00000001" stands here twice.'],
  [
    'badges that are taken for commands',
    '[scanner]\nbadgePrefix = "pacline-"',
    '2:1: scanner.badgePrefix: every code that begins like this is taken for a command.',
  ],
  [
    'a prefix of badges that is taken off',
    '[scanner]\nbadgePrefix = "]C1"',
    '2:1: scanner.badgePrefix: blanks at the edge, and a symbology such as ]C1, are taken off every code.',
  ],
  [
    'a code that is never kept',
    '[scanner]\nkeepS = 0',
    '2:1: scanner.keepS: 0 is not a whole number from 1 to 600, in seconds.',
  ],
  [
    'a controller from outside',
    '[control]\nlisten = "0.0.0.0:8089"',
    '2:1: control.listen: not a loopback address and port such as "127.0.0.1:8089": who reaches it commands the line, so it is for programs of this machine only.',
  ],
  [
    'an order of no product',
    `${meter}[[order]]\nname = "1"\nproduct = "Metre"`,
    '7:1: order.product: "Metre" is not the name of a product (did you mean "Meter"?); there is "Meter".',
  ],
  [
    'an order without any product',
    '[[order]]\nname = "1"\nproduct = "Meter"',
    '3:1: order.product: "Meter" is not the name of a product; there is none in this file.',
  ],
  [
    'an order of nothing',
    `${meter}[[order]]\nname = "1"\nproduct = "Meter"\nquantity = 0`,
    '8:1: order.quantity: 0 is not a whole number from 1 to 10000000.',
  ],
  [
    'two products of one name',
    meter + meter,
    '6:1: product.name: "Meter" belongs to an earlier product; every product needs a name of its own.',
  ],
  [
    'a fault in the second product',
    `${meter}${meter.replace('Meter', 'B')}readings = 3`,
    '9:1: product.readings: 3 is not 1 or 2.',
  ],
  ['a product that is a value', 'product = 3', '1:1: product: 3 is not a [product] table.'],
  [
    'a rule for amber that there is not',
    `${meter}amber = "stay"`,
    '5:1: product.amber: "stay" is not "may leave" or "held".',
  ],
  [
    'a serial that is no expression',
    `${meter}serial = "[0-9"`,
    '5:1: product.serial: not a regular expression: Unterminated character class.',
  ],
  [
    'a serial that hangs',
    `${meter}serial = "(a+)+"`,
    '5:1: product.serial: this can take for ever on a long code: a group in brackets cannot be repeated, and there are no back references.',
  ],
  [
    'limits that cross',
    `${meter}checks = { supplyMillivolts = { min = 3400, max = 2900 } }`,
    '5:33: product.checks.supplyMillivolts.min: 3400 is above max, which is 2900.',
  ],
  [
    'limits that are none',
    `${meter}checks = { temperatureCelsius = {} }`,
    '5:12: product.checks.temperatureCelsius: neither min nor max is given.',
  ],
  [
    'IDs that cross',
    `${meter}checks = { idFrom = "2", idTo = "1" }`,
    '5:12: product.checks.idFrom: 00000002 is above idTo, which is 00000001.',
  ],
  [
    'a check that there is not',
    `${meter}checks = { minFirmwares = "2" }`,
    '5:12: product.checks.minFirmwares: there is no such key (did you mean minFirmware?); known here are idFrom, idTo, minFirmware, supplyMillivolts, temperatureCelsius, radioZone, privateKey.',
  ],
  [
    'limits with a key too many',
    `${meter}checks = { supplyMillivolts = { min = 1, mx = 2 } }`,
    '5:42: product.checks.supplyMillivolts.mx: there is no such key (did you mean max?); known here are min, max.',
  ],
  [
    'a label with a key too many',
    `${meter}label = { scanback = true }`,
    '5:11: product.label.scanback: there is no such key (did you mean scanBack?); known here are template, showPac, scanBack, code.',
  ],
  [
    'a line without its name',
    `${slot}presence = "line"`,
    '1:3: slot.line: missing; presence "line" needs line = "cts", "dsr" or "dcd".',
  ],
  [
    'a line where none is looked at',
    `${slot}line = "cts"`,
    '4:1: slot.line: a line belongs to presence "line", and this slot\'s is "port".',
  ],
  [
    'an adapter that is none',
    `${slot}usb = "FTDI"`,
    '4:1: slot.usb: "FTDI" is not vendor and product in hex, as in "0403:6001".',
  ],
  [
    'a role that there is not',
    '[[person]]\nname = "Ada"\nrole = "boss"\nbadge = "x"',
    '3:1: person.role: "boss" is not "operator", "technician" or "engineer" (and 1 more, which `pacline settings check` lists).',
  ],
  ['a printer of neither kind', '[printer]', '1:2: printer: missing; zpl or folder expected.'],
  [
    'a printer of both kinds',
    '[printer]\nzpl = "a:1"\nfolder = "b"',
    '1:2: printer: either zpl or folder, never both; remove one of the two keys.',
  ],
  [
    'a printer without its port',
    '[printer]\nzpl = "192.0.2.10"',
    '2:1: printer.zpl: "192.0.2.10" is not address and port of a printer, such as "192.0.2.10:9100".',
  ],
  [
    'the form of files without files',
    '[printer]\nzpl = "a:1"\nformat = "png"',
    '3:1: printer.format: belongs to folder, which is not given.',
  ],
  [
    'a webhook that nothing signs',
    '[[hook]]\nname = "a"\nkind = "webhook"\nurl = "https://a.example"',
    '1:3: hook.secretEnv: missing; a hook of kind "webhook" needs it.',
  ],
  [
    'a topic of no broker',
    '[[hook]]\nname = "a"\nkind = "folder"\nfolder = "f"\ntopic = "t"',
    '5:1: hook.topic: a hook of kind "folder" has no topic.',
  ],
  [
    'a broker by http',
    '[[hook]]\nname = "a"\nkind = "mqtt"\ntopic = "t"\nurl = "http://b.example"',
    '5:1: hook.url: this is not an mqtts or mqtt address.',
  ],
  [
    'a password in clear on the way',
    '[[hook]]\nname = "a"\nkind = "mqtt"\ntopic = "t"\nurl = "mqtt://b.example"\nsecretEnv = "P"',
    '5:1: hook.url: plain mqtt would show the password to the network; use mqtts.',
  ],
  [
    'a token in clear on the way',
    '[route]\nurl = "http://mes.example"\ntokenEnv = "T"',
    '2:1: route.url: plain http would show the token to the network; use https, or leave tokenEnv out.',
  ],
  [
    'a route of both kinds',
    '[route]\nurl = "http://mes.example"\nlist = "a"',
    '1:2: route: either url or list, never both; remove one of the two keys.',
  ],
  [
    'a limit of time for a list',
    '[route]\nlist = "a"\ntimeoutMs = 500',
    '3:1: route.timeoutMs: belongs to url, which is not given.',
  ],
  [
    'a rule that there is not',
    '[route]\nlist = "a"\nnoAnswer = "wait"',
    '3:1: route.noAnswer: "wait" is not "stop" or "go on".',
  ],
  [
    'a token in the file',
    '[route]\ntoken = "hunter2"\nlist = "a"',
    '2:1: route.token: secrets do not belong in this file; remove the key and let tokenEnv name the environment variable that holds it.',
  ],
])('The message names the place, the fault and what is accepted: %s', async (_, content, expected) => {
  expect(await words(content)).toBe(expected);
});

test.each([
  ['a badge code', person('hunter2')],
  [
    'a secret where the name of its variable belongs',
    '[[hook]]\nname = "a"\nkind = "webhook"\nurl = "https://a.example"\nsecretEnv = "hunter2"',
  ],
  ['a password in an address', '[route]\nurl = "https://me:hunter2@mes.example"'],
])('%s is refused and not shown', async (_, content) => {
  const said = await words(content);
  expect(said).toMatch(/in this file\.$/);
  expect(said).not.toContain('hunter2');
});

test('Nobody can have the badge of another, and a hash as it is printed is accepted', async () => {
  const path = await settingsFile(person(await hashBadge('4711')));
  expect((await loadSettings(path)).settings.people).toMatchObject([{ name: 'Ada', role: 'operator' }]);
  expect(await words(`${person(badge)}\n${person(badge).replace('Ada', 'Bob')}`)).toMatch(
    /^8:1: person\.badge: .* belongs to an earlier person/,
  );
});
