import { stringify } from 'smol-toml';

/** A table, or keys of one that is there, as an example: what it is for, and how it is written. */
interface Example {
  readonly table: string;
  /** Sentences for whoever reads the file. */
  readonly words: string;
  readonly toml: string;
}

/** The examples of tables of which the text has none, each behind `#` without a blank: what a person takes away to have it. */
export const examplesFor = (text: string, { product }: { readonly product: string }): string =>
  [
    `# What else may stand here: take the # away that has no blank behind it. What is not written is as usual, which
# \`pacline settings show\` tells.`,
    ...examples(product)
      .filter(({ table }) => !new RegExp(`^\\[+${table}\\]`, 'm').test(text))
      .map(({ words, toml }) => `# ${words}\n${commentedOut(toml)}`),
  ].join('\n\n');

/** Keys that the product may have besides. */
export const productExample = (has: { readonly label: boolean }): string =>
  commentedOut(
    [
      'checks = { supplyMillivolts = { min = 2900, max = 3400 }, minFirmware = "1.2" }',
      'deliveryList = "delivery.csv"',
      ...(has.label ? [] : ['label = { scanBack = true, code = "datamatrix" }']),
    ].join('\n'),
  );

/** Keys that the station may have besides. */
export const stationExample = commentedOut('amberAfterMs = 5000\nbootMs = 3000\nlines = "low"');

const examples = (product: string): readonly Example[] => [
  {
    table: 'backend',
    words: 'The way to the backend, where it is not the usual one.',
    toml: '[backend]\nversion = "v1"\nproxy = "http://proxy.example:3128"\ncaFile = "authority.pem"',
  },
  {
    table: 'order',
    words: 'What production asked for. The only one is worked by itself; of several, `pacline run --order` names one.',
    toml: `[[order]]\nname = "4711"\n${stringify({ product }).trimEnd()}\nquantity = 500`,
  },
  {
    table: 'slot',
    words:
      'A place for a unit; `pacline slots teach` writes it down. presence "probe": the port stays when the unit goes.',
    toml: '[[slot]]\nname = "left"\nport = "/dev/ttyUSB0"\npresence = "probe"',
  },
  {
    table: 'printer',
    words: 'Where labels go: to a ZPL printer, or with `folder` into files.',
    toml: '[printer]\nzpl = "192.0.2.10:9100"',
  },
  {
    table: 'person',
    words:
      'Who may do what at the bench. `pacline badge --name Ada --role technician` prints one with a badge that works.',
    toml: '[[person]]\nname = "Ada"\nrole = "technician"\nbadge = "scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"',
  },
  {
    table: 'lockout',
    words: 'So many reds in a row lock a slot until a technician unlocks it.',
    toml: '[lockout]\nreds = 3',
  },
  {
    table: 'golden',
    words: 'Known units by which every slot shows, when a shift begins and every four hours, that it judges rightly.',
    toml: '[golden]\ngood = ["00A10001"]\nbad = ["no answer"]\neveryHours = 4',
  },
  {
    table: 'debt',
    words: 'How much may be owed while the backend is out of reach, and for how long; then the line stops.',
    toml: '[debt]\nmaxUnits = 500\nmaxHours = 12',
  },
  {
    table: 'scanner',
    words: 'What the scanner types around a code, and what the code of a badge begins with.',
    toml: '[scanner]\nprefix = "]C1"\nsuffix = ""\nbadgePrefix = "B-"',
  },
  {
    table: 'control',
    words: 'Where a line controller on this computer starts slots and hands over scans, by HTTP.',
    toml: '[control]\nlisten = "127.0.0.1:8089"\ntokenEnv = "PACLINE_CONTROL_TOKEN"',
  },
  {
    table: 'page',
    words: 'Where the line shows itself in a browser. Other computers need network = true, a certificate and its key.',
    toml: '[page]\nlisten = "127.0.0.1:8088"\nlanguage = "en"',
  },
  {
    table: 'fixture',
    words: 'How the slots lie on the bench, as somebody before it sees them; then the pages show them so.',
    toml: '[fixture]\nrows = 2\ncolumns = 4',
  },
  {
    table: 'picture',
    words: 'What the pages show beside the words of a red or an amber.',
    toml: '[[picture]]\ncode = "no answer"\nfile = "seat-and-pins.jpg"',
  },
  {
    table: 'hook',
    words: 'Who is told what happens. The secret that signs it stands in the environment.',
    toml: '[[hook]]\nname = "mes"\nkind = "webhook"\nurl = "https://mes.example/events"\nsecretEnv = "PACLINE_HOOK_SECRET"',
  },
  {
    table: 'route',
    words: 'Who is asked whether a unit may be here; or with `list` a CSV of them.',
    toml: '[route]\nurl = "https://mes.example/route"\nnoAnswer = "stop"',
  },
  {
    table: 'result',
    words: 'Where the verdict of the radio test comes from, which a unit needs; or with `url` from a server.',
    toml: '[result]\nfolder = "results"\nnoAnswer = "stop"',
  },
];

function commentedOut(toml: string): string {
  return toml.replaceAll(/^/gm, '#');
}
