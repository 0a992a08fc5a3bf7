import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { dialects } from '../../firmware-protocols/index.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';

const ids = dialects.map(({ definition }) => definition.id);
const grades = ['log', 'test-code', 'manual', 'host-run', 'source-format', 'assumed'];
const protocolsFolder = join(import.meta.dirname, '../../firmware-protocols');
const transcripts = globSync('*/transcripts/*.transcript', { cwd: protocolsFolder })
  .toSorted()
  .map((file) => join(protocolsFolder, file));
const identity = join(protocolsFolder, 'ax-wisol/transcripts/identity.transcript');

const written = (text: string): string => {
  const file = join(temporaryFolder(), 'some.transcript');
  writeFileSync(file, text);
  return file;
};

describe('protocols list', () => {
  test('has every dialect in one shape: how fast, how it is found, and how well ID and PAC are known', async () => {
    const ended = await pacline(['protocols', 'list', '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const known = expect.toBeOneOf([...grades, 'open question', null]);
    const shape = {
      title: expect.any(String),
      baudRate: expect.any(Number),
      identify: expect.stringMatching(/^(automatic|named only)$/),
      deviceId: known,
      pac: known,
      models: expect.any(Array),
    };
    expect(objects(ended)).toEqual(ids.map((dialect) => ({ dialect, ...shape })));
    expect(objects(ended)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ dialect: 'ax-wisol', deviceId: 'log', pac: 'log' }),
        expect.objectContaining({ dialect: 'nemeus', deviceId: 'open question', pac: 'open question' }),
        expect.objectContaining({ dialect: 'td-next', pac: null }),
      ]),
    );
  });

  test('is one line a dialect for people', async () => {
    const { code, stdout } = await pacline(['protocols', 'list']);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(ids);
  });
});

describe('protocols show', () => {
  test('tells models, sources, commands and open questions', async () => {
    const { code, stdout } = await pacline(['protocols', 'show', 'nemeus']);
    expect(code).toBe(0);
    for (const part of [
      /^nemeus: Nemeus/,
      /^models +MM002/m,
      /^serial +38400 8N1/m,
      /^source +source-format +github nemeus/m,
      /^command +turnSigfoxOn +configure +source-format +/m,
      /^open +readDeviceId: AT\+SF=\?/m,
    ])
      expect(stdout).toMatch(part);
  });

  test('gives the same object as the export', async () => {
    const exported = objects(await pacline(['protocols', 'export', '--json']));
    expect(objects(await pacline(['protocols', 'show', 'nemeus', '--json']))).toEqual(
      exported.filter(({ id }) => id === 'nemeus'),
    );
  });

  test('names the dialects there are when asked for another', async () => {
    const ended = await pacline(['protocols', 'show', 'no-such', '--json']);
    expect(ended.code).toBe(2);
    expect(objects(ended)).toMatchObject([
      { code: 'bad usage', message: expect.stringContaining(`known are ${ids.join(', ')}.`) },
    ]);
  });
});

describe('protocols export', () => {
  test.each(['one list', 'one object a line'])(
    'is valid JSON with every dialect and every command of it, as %s',
    async (form) => {
      const ended = await pacline(['protocols', 'export', ...(form === 'one list' ? [] : ['--json'])]);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const exported = form === 'one list' ? (JSON.parse(ended.stdout) as ReturnType<typeof objects>) : objects(ended);
      expect(exported.map(({ id }) => id)).toEqual(ids);
      expect(exported.map(({ commands }) => Object.keys(commands as object))).toEqual(
        dialects.map(({ definition }) => Object.keys(definition.commands)),
      );
      expect(ended.stdout).not.toMatch(/=>|function ?\(|\[object/);
    },
  );

  test('has the same fields for every command', async () => {
    const fields = {
      summary: expect.any(String),
      timeoutMs: expect.any(Number),
      effect: expect.any(String),
      sensitive: expect.any(Boolean),
      source: { evidence: expect.toBeOneOf(grades), where: expect.any(String) },
    };
    for (const { commands } of objects(await pacline(['protocols', 'export', '--json']))) {
      for (const command of Object.values(commands as Readonly<Record<string, unknown>>))
        expect(command).toMatchObject({
          ...fields,
          request: expect.toBeOneOf([expect.any(String), null, { builtFrom: 'arguments' }]),
        });
    }
  });
});

describe('protocols check', () => {
  test('finds that every transcript of the folder fits', async () => {
    const ended = await pacline(['protocols', 'check', ...transcripts, '--json']);
    expect(ended.code).toBe(0);
    const exchanges = objects(ended);
    expect(exchanges.filter(({ outcome }) => outcome !== 'fits')).toEqual([]);
    const performing = transcripts.filter((file) => readFileSync(file, 'utf8').includes('\n@ perform '));
    expect(new Set(exchanges.map(({ file }) => file))).toEqual(new Set(performing));
    // What performs nothing is named, so that nobody takes it for checked.
    expect(
      ended.stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' performs no command')[0]),
    ).toEqual(transcripts.filter((file) => !performing.includes(file)));
  });

  test('gives one object an exchange', async () => {
    expect(objects(await pacline(['protocols', 'check', identity, '--json']))).toContainEqual({
      file: identity,
      exchange: expect.any(Number),
      command: 'readDeviceId',
      outcome: 'fits',
      value: expect.stringMatching(/^[0-9A-F]{8}$/),
      failure: null,
      mismatches: [],
    });
  });

  test('names the exchange of a damaged one, what was sent, what came and what was expected', async () => {
    const file = written(
      '# dialect: ax-wisol\n@ perform ping\n+0 > AT<CR>\n+2 < OK<CR><LF>\n= null\n@ perform readDeviceId\n+5 > AT$I=10<CR>\n+24 < 00A10C4<CR><LF>\n= "00A10C4E"\n@ perform readTemperature\n+5 > AT$V?<CR>\n+24 < 277<CR><LF>\n= 27.7\n',
    );
    const text = await pacline(['protocols', 'check', file]);
    expect(text).toMatchObject({ code: 1, stderr: '' });
    expect(text.stdout).toBe(
      [
        `● fits  ${file}, exchange 1, ping: null`,
        `■ does not fit  ${file}, exchange 2, readDeviceId: malformed`,
        '    To AT$I=10<CR> came 00A10C4<CR><LF>, which is damaged or no answer to this; expected is what means "00A10C4E".',
        `■ does not fit  ${file}, exchange 3, readTemperature: 27.7`,
        '    Sent was AT$V?<CR>, expected is AT$T?<CR>.',
        '',
      ].join('\n'),
    );

    const json = await pacline(['protocols', 'check', file, '--json']);
    expect(json.code).toBe(1);
    expect(objects(json)).toMatchObject([
      { exchange: 1, outcome: 'fits' },
      {
        exchange: 2,
        outcome: 'does not fit',
        value: null,
        failure: 'malformed',
        mismatches: [expect.stringContaining('AT$I=10')],
      },
      { exchange: 3, outcome: 'does not fit', value: 27.7, failure: null },
    ]);
  });

  test('takes the dialect from the command line where the file has none', async () => {
    const file = written('@ perform ping\n+0 > AT<CR>\n+2 < OK<CR><LF>\n');
    expect(await pacline(['protocols', 'check', file])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file}:1: it does not say which dialect`),
    });
    expect(await pacline(['protocols', 'check', file, '--dialect', 'ax-wisol'])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    { what: 'a file that is no transcript', text: '{"name":"pacline"}\n', says: ':1: neither ' },
    {
      what: 'a line that is cut off',
      text: '# dialect: ax-wisol\n@ perform ping\n+0 > AT<C\n',
      says: ':3: an escape that does not exist',
    },
    { what: 'bytes before a command', text: '# dialect: ax-wisol\n+0 > AT<CR>\n', says: ':2: bytes stand after' },
    {
      what: 'arguments that are no JSON',
      text: '# dialect: ax-wisol\n@ perform sendFrame {payload}\n',
      says: ':2: what follows the command is not JSON',
    },
    { what: 'an empty file', text: '', says: ':1: it does not say which dialect' },
    {
      what: 'a dialect that does not exist',
      text: '# dialect: no-such\n@ listen\n',
      says: 'There is no dialect "no-such"',
    },
  ])('says where and why it cannot read $what', async ({ text, says }) => {
    const file = written(text);
    const ended = await pacline(['protocols', 'check', file]);
    expect(ended).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(says.startsWith(':') ? `${file}${says}` : says),
    });
  });

  test('says that a file is not there, or that it performs nothing', async () => {
    expect(await pacline(['protocols', 'check', 'no-such.transcript'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('The transcript no-such.transcript cannot be read.'),
    });
    const file = written('# dialect: ax-wisol\n@ listen\n+0 < hello\n');
    expect(await pacline(['protocols', 'check', file])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('performs no command'),
    });
  });
});
