import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { FolderPrinter } from '../../src/label/folder-printer.ts';
import { bareLabel, builtIn, idOf, ownTemplate, sampleLabel } from './sample-label.ts';

const { signal } = new AbortController();

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-labels-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

describe('a folder', () => {
  it.each([
    ['pdf', '%PDF-1.4'],
    ['png', '\u0089PNG'],
  ] as const)('takes labels as %s, named by their device ID, a copy by its number', async (format, begin) => {
    const folder = newFolder();
    const labels = new FolderPrinter({ folder, format }).labelsOf(builtIn);
    const other = { ...bareLabel, deviceId: idOf('1') };
    await Promise.all([sampleLabel, sampleLabel, other, sampleLabel].map((label) => labels.print(label, { signal })));
    expect(readdirSync(folder).toSorted()).toEqual(
      ['00000001', '00A1BCDE', '00A1BCDE-2', '00A1BCDE-3'].map((stem) => `${stem}.${format}`).toSorted(),
    );
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'latin1').slice(0, begin.length)).toBe(begin);
    expect(labels.codeOf(other)).toBe('00000001');
  });

  it('goes on after the highest number, and leaves what is not its own', async () => {
    const folder = newFolder();
    for (const name of [
      '00A1BCDE-7.pdf',
      '00A1BCDE-x.pdf',
      '00A1BCDE-12.png',
      '00A1BCDEF-30.pdf',
      '00A1BCDE-8.pdf.part',
    ])
      writeFileSync(join(folder, name), 'there before');
    await new FolderPrinter({ folder, format: 'pdf' }).labelsOf(builtIn).print(bareLabel, { signal });
    const came = readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1') !== 'there before');
    expect(came).toEqual(['00A1BCDE-8.pdf']);
  });

  it('lets only its owner read a label with a PAC on it', async () => {
    const folder = newFolder();
    const labels = new FolderPrinter({ folder, format: 'pdf' }).labelsOf({ ...builtIn, showPac: true });
    await labels.print(sampleLabel, { signal });
    await labels.print(bareLabel, { signal });
    expect(statSync(join(folder, '00A1BCDE.pdf')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, '00A1BCDE.pdf'), 'latin1')).toContain('(PAC 5EEDC0DE00A10001)');
    expect(statSync(join(folder, '00A1BCDE-2.pdf')).mode & 0o077).not.toBe(0);
  });

  it('that is not there is a fault a person has to mend', async () => {
    const folder = join(newFolder(), 'not', 'there');
    await expect(
      new FolderPrinter({ folder, format: 'png' }).labelsOf(builtIn).print(bareLabel, { signal }),
    ).rejects.toMatchObject({ code: 'printer fault', message: expect.stringContaining(`${folder} (ENOENT)`) });
  });

  it('that may not be written is one too', async () => {
    // The kernel lets neither a user nor root make a file here
    await expect(
      new FolderPrinter({ folder: '/sys', format: 'png' }).labelsOf(builtIn).print(bareLabel, { signal }),
    ).rejects.toMatchObject({ code: 'printer fault' });
  });

  it('gets nothing once the wait is given up', async () => {
    const folder = newFolder();
    await expect(
      new FolderPrinter({ folder, format: 'png' })
        .labelsOf(builtIn)
        .print(bareLabel, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a template of text', () => {
  it('says which line is large and what the code holds', async () => {
    const folder = newFolder();
    const labels = new FolderPrinter({ folder, format: 'pdf' }).labelsOf(
      ownTemplate('code = {{deviceId}};{{serial}}\n{{productName}}\n# {{name}}\nSN {{serial}}\n'),
    );
    expect(labels.codeOf(sampleLabel)).toBe('00A1BCDE;00012345');
    await labels.print({ ...sampleLabel, productName: 'Zähler (\\1)' }, { signal });
    const pdf = readFileSync(join(folder, '00A1BCDE.pdf'), 'latin1');
    expect(
      [...pdf.matchAll(/\/(regular|bold) [^(]*\((.*)\) Tj/g)].map(([, weight, text]) => `${weight} ${text}`),
    ).toEqual(['regular Zähler \\(\\\\1\\)', 'bold wm-00A1BCDE', 'regular SN 00012345']);
  });

  it.each([
    ['{{deviceId}}', 'own.zpl:1: exactly one line begins with #'],
    ['# a\n# b', 'exactly one line begins with #'],
    ['# {{deviceId}}\n{{foo}}', 'own.zpl:2: there is no field {{foo}}'],
  ])('%j is refused: %s', (text, words) => {
    expect(() => new FolderPrinter({ folder: '.', format: 'pdf' }).labelsOf(ownTemplate(text))).toThrow(words);
  });

  it.each([
    ['pdf', { productName: '水表' }, 'only the letters of Western Europe'],
    ['png', { name: 'Zähler' }, 'only ASCII'],
    ['png', { serial: '7'.repeat(5000) }, 'cannot be made a code'],
  ] as const)(
    'that would need letters or codes which a %s cannot have fails before anything is written: %j',
    async (format, change, words) => {
      const folder = newFolder();
      const labels = new FolderPrinter({ folder, format }).labelsOf(
        ownTemplate('code = {{serial}}\n{{productName}}\n# {{name}}'),
      );
      await expect(labels.print({ ...sampleLabel, ...change }, { signal })).rejects.toMatchObject({
        code: 'printer fault',
        message: expect.stringContaining(words),
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
