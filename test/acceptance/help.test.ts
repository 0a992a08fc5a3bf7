import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { quietProgram } from '../readme-tables.ts';
import { cli, finished, pacline, start, temporaryFolder } from './support/pacline.ts';

/** Says on standard error every package that the program asks for. */
const tellingPackages = `data:text/javascript,${encodeURIComponent(`
  import { isBuiltin, registerHooks } from 'node:module';
  registerHooks({ resolve(name, context, next) { if (/^[a-z@]/.test(name) && !/^[a-z]+:/.test(name) && !isBuiltin(name)) console.error('loads ' + name); return next(name, context); } });
`)}`;

describe('help', () => {
  test.each(['identify', 'run', 'outbox', 'device-types'])(
    'of %s is what the command itself says, and loads none',
    async (name) => {
      const { stdout, stderr, code } = await finished(
        start(process.execPath, ['--import', tellingPackages, cli, name, '--help'], {}),
        '',
      );
      const command = (await quietProgram()).commands.find((one) => one.name() === name);
      expect(stdout).toBe(command?.helpInformation());
      expect(code).toBe(0);
      expect([...new Set(stderr.match(/loads .*/g))]).toEqual(['loads commander']);
    },
  );
});

describe('what is kept for the next start', () => {
  test('lies in the cache of this user', async () => {
    const folder = temporaryFolder();
    await pacline(['--version'], { XDG_CACHE_HOME: folder });
    expect(readdirSync(folder)).toEqual(['pacline']);
  });

  test('is nothing where nothing can be kept, and nobody is troubled', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const { stdout, stderr, code } = await pacline(['--version'], { XDG_CACHE_HOME: join(folder, 'file') });
    expect([stdout.trim(), stderr, code]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), '', 0]);
  });

  test('is nothing where somebody says so', async () => {
    const folder = join(temporaryFolder(), 'cache');
    mkdirSync(folder);
    await pacline(['--version'], { XDG_CACHE_HOME: folder, NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(existsSync(join(folder, 'pacline'))).toBe(false);
  });
});
