import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'firmware-protocols/README.md'), 'utf8');

/** A code block of the page, and the file whose name stands above it. */
interface Block {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

/** Every code block under the page's seven headings; a block right behind another is of the same file. */
const blocks = ((): readonly Block[] => {
  const steps = page.slice(page.indexOf('### 1. '), page.indexOf('\n## Grades of evidence'));
  const found: Block[] = [];
  for (const [, file, language = '', text = ''] of steps.matchAll(/(?:^`([^`\n]+)`\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm))
    found.push({ file: file ?? found.at(-1)?.file ?? '', language, text });
  return found;
})();

const written = blocks.filter(({ language }) => language !== 'diff' && language !== 'sh');
const changes = blocks.filter(({ language }) => language === 'diff');
const suite = 'test/firmware-protocols';
const [conformance = '', check = ''] =
  blocks
    .find(({ language }) => language === 'sh')
    ?.text.trim()
    .split('\n') ?? [];

/** A copy of the project in which the page was followed, but for the files that are left out. */
const followed = ({ without = [] }: { readonly without?: readonly string[] } = {}): string => {
  const project = mkdtempSync(join(tmpdir(), 'pacline-seven-steps-'));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  // Copied, not linked: a module behind a link would find the registry of the real project.
  for (const part of [
    'src',
    'firmware-protocols',
    'test/firmware-protocols',
    'test/support',
    'test/vitest.config.ts',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(root, part), join(project, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const { file, text } of written.filter((block) => !without.includes(block.file))) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  for (const { file, text } of changes.filter((block) => !without.includes(block.file))) {
    const lines = text.trimEnd().split('\n');
    const kept = lines.flatMap((line) => (line.startsWith(' ') ? [line.slice(1)] : [])).join('\n');
    const before = readFileSync(join(project, file), 'utf8');
    expect(before.split(`${kept}\n`), `"${kept}" stands once in ${file}`).toHaveLength(2);
    writeFileSync(
      join(project, file),
      before.replace(`${kept}\n`, `${lines.map((line) => line.slice(1)).join('\n')}\n`),
    );
  }
  return project;
};

interface Ended {
  readonly code: number;
  readonly said: string;
}

/** Runs a program of the copy to its end. */
const run = (project: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: project, env: { PATH: process.env['PATH'], NO_COLOR: '1' }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
      },
    );
  });

/** The words of a command line of the page, behind the ones that start the program. */
const wordsAfter = (start: string, line: string): readonly string[] => {
  expect(line.startsWith(start), line).toBe(true);
  return [...line.slice(start.length).matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
};

/** The page's own command; or the same for one file of the suite, where that is enough. */
const runSuite = (project: string, { file = '' }: { readonly file?: string } = {}): Promise<Ended> =>
  run(project, [
    'node_modules/vitest/vitest.mjs',
    ...wordsAfter('npx vitest ', conformance).map((word) => (word === suite ? join(word, file) : word)),
  ]);

describe('the page that tells how to add a modem in seven steps', () => {
  it('has seven steps, and shows every file that a dialect is made of', () => {
    expect([...page.matchAll(/^### (\d)\. /gm)].map(([, number]) => number)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
    const names = written.map(({ file }) => file.replace('firmware-protocols/toy-beacon/', ''));
    expect(names).toEqual([
      'transcripts/identity.transcript',
      'transcripts/frames.transcript',
      'definition.ts',
      'simulator.ts',
      'README.md',
    ]);
    expect(new Set(changes.map(({ file }) => file))).toEqual(new Set(['firmware-protocols/index.ts']));
  });

  it('leads to a dialect that passes the conformance suite', async () => {
    const project = followed();
    const { code, said } = await runSuite(project);
    expect(code, said).toBe(0);
    // All of the suite was there: the registry, the folder, its two transcripts, a session and identification.
    for (const part of ['conformance', 'transcripts', 'faults', 'identification'])
      expect(said).toMatch(new RegExp(`✓.*test/firmware-protocols/${part}\\.test\\.ts`));
    expect(Number(/^(\d+) passed, 0 failed/m.exec(said)?.[1])).toBeGreaterThan(50);
  });

  it('leads to a dialect that has the right types', async () => {
    const project = followed();
    writeFileSync(
      join(project, 'tsconfig.protocols.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['firmware-protocols'] }),
    );
    expect(await run(project, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.protocols.json'])).toEqual({
      code: 0,
      said: '',
    });
  });

  it('leads to a dialect whose transcript `protocols check` finds to fit', async () => {
    const { code, said } = await run(followed(), ['src/cli/main.ts', ...wordsAfter('npm run pacline -- ', check)]);
    expect(code, said).toBe(0);
    expect(said.match(/● fits/g)).toHaveLength(2);
  });

  it.each([
    {
      step: 'the transcripts',
      without: ['transcripts/identity.transcript', 'transcripts/frames.transcript'],
      says: 'transcripts',
    },
    { step: 'one transcript', without: ['transcripts/frames.transcript'], says: 'sendFrame' },
    { step: 'the definition', without: ['definition.ts'], says: 'definition.ts' },
    { step: 'the simulator', without: ['simulator.ts'], says: 'simulator.ts' },
    { step: 'the line in the registry', without: ['../index.ts'], says: 'toy-beacon' },
    { step: 'its page', without: ['README.md'], says: 'README.md' },
  ])('fails without $step', async ({ without, says }) => {
    const project = followed({ without: without.map((file) => join('firmware-protocols/toy-beacon', file)) });
    const { code, said } = await runSuite(project, { file: 'conformance.test.ts' });
    expect(code).toBe(1);
    expect(said).toMatch(/^\d+ passed, [1-9]\d* failed/m);
    expect(said).toContain(says);
  });
});
