import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import { describe, expect, it } from 'vitest';

import { dialects } from '../firmware-protocols/index.ts';
import { arrows } from './arrows.ts';

/** Only these may import `node:` modules and packages: the rest is values and pure functions. */
const touchingTheMachine = [
  'serial',
  'backend',
  'journal',
  'series',
  'label',
  'hooks',
  'simulator',
  'web',
  'settings',
  'doctor',
  'cli',
  'composition',
  'machine',
].map((part) => `src/${part}`);

/** What a program that has installed the package can import. */
const frontDoors = ['src/index.ts', 'src/simulator/index.ts', 'firmware-protocols/index.ts'];

/** Both speak the same of one thing: two versions of one API, each with its own requests, replies and views. */
const versionsOfOneThing = ['src/backend', 'src/simulator/backend'];

/** Words that say nothing about what a file is for. */
const emptyWords = ['manager', 'helper', 'helpers', 'util', 'utils', 'handler', 'info', 'data'];

const longestFile = 350;
/** Of one kind beside each other, in one folder: more is a drawer that nobody looks through. */
const fullestFolder = 20;

/** What a person waits for at every start: so these begin without what takes long to load and is not needed by all. */
const quickStarters = ['src/cli/start.ts', 'src/cli/identify.ts', 'src/cli/ports.ts'];
const slowPackages = ['kysely', 'undici', 'zod', 'mqtt', 'csv-parse', 'csv-stringify', 'bwip-js'];

/** The demo's cast of boards, and the lines that the help shows to be copied, call dialects by name; nothing else in src does. */
const callsDialectsByName = ['src/simulator/bench/demo-script.ts', 'src/cli/help/help-examples.ts'];

/** Words of dialect ids that are no names of makers; `udev` is also how Linux names a device and sets the rights to its port. */
const ordinaryWords = new Set([
  'modem',
  'print',
  'sketch',
  'console',
  'sigfox',
  'modbus',
  'boot',
  'next',
  'repl',
  'udev',
]);

const root = join(import.meta.dirname, '..');
const files = globSync(['src/**/*.{ts,tsx}', 'firmware-protocols/**/*.ts'], { cwd: root }).toSorted();

/** The text without its comments; strings are kept whole, so that an address in one is no comment. */
const withoutComments = (text: string): string =>
  text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (piece) =>
    /^\/[/*]/.test(piece) ? '' : piece,
  );

const code = new Map(files.map((file) => [file, withoutComments(readFileSync(join(root, file), 'utf8'))]));

/** Every module a file names, of types too. */
const importsOf = (file: string): readonly string[] => {
  const text = code.get(file) ?? '';
  const named = text.matchAll(
    /(?:^|[\s;])(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
  );
  return [...named].map(([, fromClause, dynamic]) => fromClause ?? dynamic ?? '');
};

/** Every module that is loaded with a file: no types, and not what is imported only when it is needed. */
const loadedBy = (file: string): readonly string[] => {
  const named = (code.get(file) ?? '').matchAll(
    /(?:^|[\s;])(?:import|export)\s(?!type\s)(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]/g,
  );
  return [...named].map(([, path]) => path ?? '');
};

/** The files of this project that a file imports, as paths from the root. */
const neighbours = new Map(
  files.map((file) => [
    file,
    importsOf(file)
      .filter((path) => path.startsWith('.'))
      .map((path) => relative(root, join(root, dirname(file), path))),
  ]),
);

const partOf = (file: string): string => Object.keys(arrows).find((part) => isIn(file, part)) ?? file;

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

/** One word that could be said of anything: a type's name is to say of what. */
const participle =
  /^(?:[A-Z][a-z]+(?:ed|ing)|Seen|Found|Told|Heard|Taken|Written|Sent|Kept|Known|Shown|Lost|Met|Given|Held|Read|Said|Left)$/;
/** Nouns that end like one; and what was received, parsed, refused or postponed, which is told apart from what was not. */
const nounsAfterAll = new Set(
  'Finding Framing Listing Owing Provisioning Seating Timing Limited Parsed Postponed Received Refused Rejected Unresolved Listening'.split(
    ' ',
  ),
);

const areVersions = (shared: readonly string[]): boolean =>
  shared.length === 2 &&
  versionsOfOneThing.some((room) => shared.every((file, index) => isIn(file, `${room}/v${index + 1}`)));

describe('the import graph', () => {
  it('has every file in a part that the table knows', () => {
    expect(files.filter((file) => arrows[partOf(file)] === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(Object.keys(arrows))('lets %s import only what the table says', (part) => {
    const allowed = arrows[part];
    if (allowed === undefined || allowed === 'everything') return;
    const strangers = files
      .filter((file) => partOf(file) === part)
      .flatMap((file) =>
        (neighbours.get(file) ?? [])
          .filter((path) => ![part, ...allowed].some((place) => isIn(path, place)))
          .map((path) => `${file} imports ${path}`),
      );
    expect(strangers).toEqual([]);
  });

  it('touches the machine only at the walls', () => {
    const touching = files
      .filter((file) => !touchingTheMachine.some((place) => isIn(file, place)) && file !== 'src/index.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => !path.startsWith('.'))
          .map((path) => `${file} imports ${path}`),
      );
    expect(touching).toEqual([]);
  });

  it.each(quickStarters)('starts %s without the packages that take long to load', (starter) => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const path of loadedBy(file))
        load(path.startsWith('.') ? relative(root, join(root, dirname(file), path)) : path);
    };
    load(starter);
    expect([...loaded].filter((path) => slowPackages.some((name) => isIn(path, name)))).toEqual([]);
    expect(loaded.size).toBeGreaterThan(5);
  });

  it('is read completely: every relative path in quotes behind "from" is an arrow', () => {
    for (const file of files) {
      const quoted = [
        ...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export|\}).* from '(\.[^']+)';$/gm),
      ].map(([, path]) => path);
      expect(
        importsOf(file).filter((path) => path.startsWith('.')),
        file,
      ).toEqual(expect.arrayContaining(quoted));
    }
  });

  it('names only files that exist', () => {
    const missing = [...neighbours].flatMap(([file, paths]) =>
      paths.filter((path) => !existsSync(join(root, path))).map((path) => `${file} imports ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no cycle', () => {
    const done = new Set<string>();
    const cycleFrom = (file: string, way: readonly string[]): readonly string[] | null => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
      if (done.has(file)) return null;
      for (const next of neighbours.get(file) ?? []) {
        const cycle = cycleFrom(next, [...way, file]);
        if (cycle !== null) return cycle;
      }
      done.add(file);
      return null;
    };
    for (const file of files) expect(cycleFrom(file, [])).toBeNull();
  });
});

describe('every folder', () => {
  it(`holds at most ${fullestFolder} files directly`, () => {
    const inFolder = Map.groupBy(globSync(['src/**/*.*', 'firmware-protocols/**/*.*'], { cwd: root }), (path) =>
      dirname(path),
    );
    expect([...inFolder].filter(([, inside]) => inside.length > fullestFolder).map(([folder]) => folder)).toEqual([]);
    expect(inFolder.size).toBeGreaterThan(30);
  });
});

describe('every exported name', () => {
  it('has one meaning: no other file exports it, but for the same thing in the other version of an API', () => {
    const homes = new Map<string, readonly string[]>();
    for (const [file, text] of code)
      for (const [, name = ''] of text.matchAll(
        /^export (?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) +([A-Za-z_$][\w$]*)/gm,
      ))
        homes.set(name, [...new Set([...(homes.get(name) ?? []), file])]);
    expect([...homes].filter(([, shared]) => shared.length > 1 && !areVersions(shared))).toEqual([]);
    expect(homes.size).toBeGreaterThan(1000);
  });
});

describe('every type', () => {
  it('is named after a thing, not by one participle', () => {
    const participles = [...code].flatMap(([file, text]) =>
      [...text.matchAll(/^(?:export )?(?:interface|type) ([A-Z]\w*)/gm)]
        .filter(([, name = '']) => participle.test(name) && !nounsAfterAll.has(name))
        .map(([, name]) => `${name} in ${file}`),
    );
    expect(participles).toEqual([]);
  });
});

describe('every source file', () => {
  it('is named after what it is for, in kebab-case', () => {
    const stems = files.map((file) => [file, basename(file).replace(/(\.d)?\.tsx?$/, '')] as const);
    expect(stems.filter(([, stem]) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)).map(([file]) => file)).toEqual([]);
    expect(
      stems
        .filter(([, stem]) => stem === 'adapter' || stem.split('-').some((word) => emptyWords.includes(word)))
        .map(([file]) => file),
    ).toEqual([]);
  });

  it('is no list of re-exports, but for the front doors of the package', () => {
    expect(files.filter((file) => basename(file) === 'index.ts' && !frontDoors.includes(file))).toEqual([]);
  });

  it(`has at most ${longestFile} lines`, () => {
    const tooLong = files.filter(
      (file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > longestFile,
    );
    expect(tooLong).toEqual([]);
  });

  it('of the station speaks of no vendor: that is what firmware-protocols is for', () => {
    const names = dialects.flatMap(({ definition: { id, models } }) => [
      id,
      ...id.split('-').filter((word) => word.length >= 4 && !/^\d+$/.test(word) && !ordinaryWords.has(word)),
      ...models,
    ]);
    const vendor = new RegExp(
      `\\b(${[...names, 'telecom design', 'radiocrafts'].map((name) => RegExp.escape(name)).join('|')})\\b`,
      'i',
    );
    const speaking = [...code]
      .filter(([file]) => file.startsWith('src/') && !callsDialectsByName.includes(file))
      .flatMap(([file, text]) => (vendor.exec(text) === null ? [] : [`${file}: ${vendor.exec(text)?.[0]}`]));
    expect(speaking).toEqual([]);
  });
});
