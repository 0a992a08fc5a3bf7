import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, onTestFinished, test } from 'vitest';

import { notNewEnough } from '../src/cli/new-enough.ts';
import { version } from '../src/machine/version.ts';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What another program that has installed the package gets; by its name, which also means itself here. */
const outside = async (program: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
  });
  return stdout.trim();
};

test('the version that the program prints is the one of the package', () => {
  expect(version).toBe(manifest.version);
});

test('an older Node is refused in one sentence', async () => {
  expect(manifest.engines.node).toBe('>=24.15');
  expect([process.versions.node, '24.15.0', '25.0.0'].map(notNewEnough)).toEqual([undefined, undefined, undefined]);
  expect(notNewEnough('24.14.1')).toMatch(/^pacline needs Node 24\.15 or newer, and this is Node 24\.14\.1\. Install /);
  const started = promisify(execFile)(
    process.execPath,
    [
      '--import',
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})',
      manifest.bin['pacline'] ?? '',
      '--help',
    ],
    { cwd: root },
  );
  await expect(started).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      'pacline needs Node 24.15 or newer, and this is Node 20.20.2. Install a newer one from https://nodejs.org and start again.\n',
  });
});

test('every file that the package promises is built', () => {
  const promised = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((conditions) => Object.values(conditions)),
  ];
  expect(promised.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(readFileSync(join(root, manifest.bin['pacline'] ?? ''), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('the package holds the build and what a person reads, and no test', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
  });
  const [packed] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/src/index.js',
      'dist/src/index.d.ts',
      'dist/src/simulator/index.js',
      'dist/src/cli/main.js',
      'dist/src/web/page/index.html',
      'src/cli/README.md',
      'src/station/technician.md',
      'dist/firmware-protocols/index.js',
    ]),
  );
  expect(
    paths.filter(
      (path) =>
        !/^(dist\/(src|firmware-protocols)\/|(src|firmware-protocols|test\/bench)\/(.*\/)?\w+\.md$|[A-Z]+(\.md)?$|package\.json$)/.test(
          path,
        ),
    ),
  ).toEqual([]);
});

test('a strict TypeScript program that has installed the package compiles, with all types checked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-consumer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const installed = join(folder, 'node_modules');
  mkdirSync(join(installed, 'pacline'), { recursive: true });
  await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = join(folder, `pacline-${manifest.version}.tgz`);
  await promisify(execFile)('tar', ['xzf', tarball, '--strip-components=1', '-C', join(installed, 'pacline')]);
  const scopes = Object.keys(manifest.dependencies).map((dependency) => dependency.split('/')[0] ?? '');
  for (const name of new Set([...scopes, '@types']))
    symlinkSync(join(root, 'node_modules', name), join(installed, name));
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    module: 'nodenext',
    target: 'es2024',
    noEmit: true,
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(folder, 'consumer.ts'),
    `import { openLine, openSerialPort, readBoard, type Slot } from 'pacline';
     import { VirtualBench } from 'pacline/testing';
     import { dialects } from 'pacline/firmware-protocols';
     export const parts = [openLine, openSerialPort, VirtualBench, dialects] as const;
     export const stateOf = (slot: Slot): string => slot.state.kind;
     const { outcome } = await readBoard('/dev/ttyUSB0', { signal: AbortSignal.timeout(1000) });
     export const deviceId: string | null = outcome.ok ? outcome.reading.identity.deviceId : null;`,
  );
  const compiled = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
  await expect(compiled.catch(({ stdout }: { readonly stdout: string }) => stdout)).resolves.toMatchObject({
    stdout: '',
  });
});

test('a program that imports pacline reads a modem and knows its errors', async () => {
  const said = await outside(`
    import { allDialects, dialectNamed, readModem, systemClock, PaclineError } from 'pacline';
    import { VirtualBench } from 'pacline/testing';
    const bench = new VirtualBench({ clock: systemClock, pace: 'at once' });
    const unit = { deviceId: '00A10C4E', pac: 'B7D93CE5A61F82D4', faults: new Set() };
    bench.plug('slot 1', { dialect: dialectNamed('ax-wisol'), unit, wireFaults: [] });
    const signal = AbortSignal.timeout(10_000);
    const port = await bench.open('slot 1', { baudRate: 9600 }, { signal });
    const { outcome } = await readModem(port, { dialect: null, candidates: allDialects, usb: null, readings: 2, details: [], clock: systemClock, signal, onPhase() {} });
    await port.close();
    const missing = await bench.open('slot 2', { baudRate: 9600 }, { signal }).catch((error) => error);
    console.log(outcome.reading.dialect.id, outcome.reading.identity.deviceId, String(outcome.reading.identity.pac), PaclineError.is(missing, 'port missing'));
  `);
  expect(said).toBe('ax-wisol 00A10C4E **************** true');
});

test('a program that imports pacline/testing registers a unit with a backend that needs no account', async () => {
  const said = await outside(`
    import { systemClock } from 'pacline';
    import { Registry, startSimulatedBackend, demoIds, demoUsers, demoWorld } from 'pacline/testing';
    const stop = new AbortController();
    const listen = { host: '127.0.0.1', port: 0 };
    const { url, world } = await startSimulatedBackend({ listen, world: new Registry(demoWorld), clock: systemClock, signal: stop.signal });
    const { login, password } = demoUsers.writer;
    const authorization = 'Basic ' + btoa(login + ':' + password);
    const body = JSON.stringify({ id: '00A10C4E', pac: 'B7D93CE5A61F82D4', name: 'unit', deviceTypeId: demoIds.deviceType, prototype: true });
    const { status } = await fetch(url + '/devices/', { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body });
    stop.abort();
    console.log(status, world.device('00A10C4E') === undefined ? 'not there' : 'there');
  `);
  expect(said).toBe('201 there');
});

test('a program that imports pacline finds nothing simulated in it', async () => {
  expect(
    await outside(
      `import * as pacline from 'pacline'; console.log('VirtualBench' in pacline, 'startSimulatedBackend' in pacline);`,
    ),
  ).toBe('false false');
});

test('a program that imports pacline/firmware-protocols finds the dialects', async () => {
  expect(
    await outside(`import { dialects } from 'pacline/firmware-protocols'; console.log(dialects[0].definition.id);`),
  ).toBe('ax-wisol');
});

test('the ten lines of the README run a line: a unit is seated, read, registered and confirmed', async () => {
  const [, program = ''] =
    /## As a library[\s\S]*?```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(program.trimEnd().split('\n')).toHaveLength(10);
  const stateFolder = mkdtempSync(join(tmpdir(), 'pacline-library-'));
  onTestFinished(() => rmSync(stateFolder, { recursive: true }));
  expect(await outside(program.replace("'./state'", JSON.stringify(stateFolder)))).toBe(
    'slot 1 00A10C4E green registered',
  );
});
