import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderGate } from '../../../src/hooks/gates/folder-gate.ts';
import { askGate, unitOf } from './gate-bench.ts';
import { temporaryFolder } from '../hook-bench.ts';

/** Writes files one minute apart, in this order. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder();
  for (const [at, [name, content]] of Object.entries(files).entries()) {
    writeFileSync(join(folder, name), content);
    utimesSync(join(folder, name), 1_700_000_000 + at * 60, 1_700_000_000 + at * 60);
  }
  return folder;
};

const unit = unitOf('00A10001');
const answerOf = (files: Readonly<Record<string, string>>) =>
  askGate(new FolderGate({ folder: folderWith(files), noAnswer: 'stop' }), unit);
const missing = (reason: string) => ({
  kind: 'no answer',
  code: 'result missing',
  rule: 'stop',
  reason: expect.stringContaining(reason),
});

test.each(['00A10001.json', '00a10001.JSON', 'A10001.json'])('%s is the result of 00A10001', async (name) => {
  expect(await answerOf({ [name]: '{"verdict":"pass","tester":3}' })).toEqual({ kind: 'allowed' });
  expect(await answerOf({ [name]: '{"verdict":"fail","reason":"power -3 dB"}' })).toEqual({
    kind: 'refused',
    code: 'result refused',
    reason: 'power -3 dB',
  });
});

test.each([
  ['with a header in any order', 'Verdict;Reason;Device ID\npass;;00A10001\n'],
  ['without a header', '00A10002,fail,weak\n00A10001,pass\n'],
  ['with several rows of the unit: the last counts', 'id,verdict,reason\n00A10001,fail,weak\nA10001,PASS,\n'],
])('rows %s', async (_what, content) => {
  expect(await answerOf({ 'tester-3.csv': content })).toEqual({ kind: 'allowed' });
});

test('a row that failed says why, or in which file', async () => {
  expect(await answerOf({ 'a.csv': 'id,verdict,reason\n00A10001,fail,"weak, noisy"\n' })).toMatchObject({
    kind: 'refused',
    reason: 'weak, noisy',
  });
  expect(await answerOf({ 'a.csv': 'id,verdict\n00A10001,fail\n' })).toMatchObject({
    kind: 'refused',
    reason: 'a.csv says that 00A10001 failed',
  });
});

test('the newest file with a word on the unit counts', async () => {
  const pass = '00A10001,pass\n';
  const fail = '00A10001,fail\n';
  expect(await answerOf({ 'b.csv': pass, 'a.csv': fail })).toMatchObject({ kind: 'refused' });
  expect(await answerOf({ 'a.csv': fail, 'b.csv': pass, 'c.csv': '00A10002,fail\n' })).toEqual({ kind: 'allowed' });
  expect(await answerOf({ '00A10001.json': '{"verdict":"pass"}', 'a.csv': fail })).toMatchObject({ kind: 'refused' });
});

test.each([
  { what: 'nothing at all', files: {}, says: 'no result for 00A10001' },
  {
    what: 'other units only',
    files: { '00A10002.json': '{"verdict":"pass"}', 'a.csv': '00A10003,pass\n' },
    says: 'no result for 00A10001',
  },
  {
    what: 'a file half written',
    files: { 'a.csv': '00A10001,pass\n', '00A10001.json': '{"verdict":"pa' },
    says: '00A10001.json cannot be understood',
  },
  {
    what: 'a row half written',
    files: { 'a.csv': '00A10001,pass\n00A10001,pa' },
    says: 'a.csv cannot be understood: line 2: the verdict is neither',
  },
  {
    what: 'rows that are none',
    files: { 'a.csv': 'hello world\n00A10002,pass\n' },
    says: 'a.csv cannot be understood: line 1',
  },
  {
    what: 'files of other kinds',
    files: { '00A10001.txt': 'pass', '00A10001.json.part': '{"verdict":"pass"}' },
    says: 'no result for 00A10001',
  },
])('a folder with $what has no result', async ({ files, says }) => {
  const isReached = !says.includes('cannot be understood');
  expect(await answerOf(files)).toEqual({ ...missing(says), ...(isReached ? { isReached } : {}) });
});

test('a bad row of another unit does not keep a result back', async () => {
  expect(await answerOf({ 'a.csv': 'nonsense\n00A10001,pass\n00A10002,maybe\n' })).toEqual({ kind: 'allowed' });
});

test('rows that are added while the line runs count at once', async () => {
  const folder = folderWith({ 'a.csv': '00A10002,pass\n' });
  const gate = new FolderGate({ folder, noAnswer: 'go on' });
  expect(await askGate(gate, unit)).toMatchObject({ kind: 'no answer', rule: 'go on' });
  writeFileSync(join(folder, 'a.csv'), '00A10001,pass\n', { flag: 'a' });
  expect(await askGate(gate, unit)).toEqual({ kind: 'allowed' });
});

test('a folder that is not there is no answer', async () => {
  const gate = new FolderGate({ folder: join(temporaryFolder(), 'none'), noAnswer: 'stop' });
  expect(await askGate(gate, unit)).toEqual(missing('cannot be read (ENOENT)'));
});
