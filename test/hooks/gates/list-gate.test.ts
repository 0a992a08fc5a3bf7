import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ListGate } from '../../../src/hooks/gates/list-gate.ts';
import { askGate, unitOf } from './gate-bench.ts';
import { temporaryFolder } from '../hook-bench.ts';

const listOf = (content: string): string => {
  const path = join(temporaryFolder(), 'route.csv');
  writeFileSync(path, content);
  return path;
};

const allowed = { kind: 'allowed' };
const refused = (reason: string) => ({ kind: 'refused', code: 'route refused', reason });

test.each([
  ['IDs with a header', 'id\r\n00A10001\r\nA10002\r\n'],
  ['IDs without one', '00a10001\n00A10002'],
  ['a byte order mark and blank lines', '\uFEFFDevice ID\n\n00A10001\n\n00A10002\n'],
  ['more columns, in any order', 'order;serial;deviceId\n4711;;00A10001\n4711;;00A10002\n'],
  ['tabs and quotes', '"id"\t"what"\n"00A10001"\t"a\tb"\n00A10002\t\n'],
])('a list of %s', async (_what, content) => {
  const gate = await ListGate.open({ path: listOf(content), noAnswer: 'stop' });
  expect(await askGate(gate, unitOf('00A10001'))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10002'))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10003'))).toEqual(refused('00A10003 is not on the list'));
});

test('serials let in by themselves, and must fit where the ID is listed with one', async () => {
  const gate = await ListGate.open({
    path: listOf('id,serial\n00A10001,00001234\n00A10002,\n,00005678\n'),
    noAnswer: 'stop',
  });
  expect(await askGate(gate, unitOf('00A10001', { serialNumber: '00001234' }))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10001', { serialNumber: '1234' }))).toEqual(
    refused('the list has 00A10001 with another serial than 1234'),
  );
  expect(await askGate(gate, unitOf('00A10001'))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10002', { serialNumber: '9' }))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10003', { serialNumber: '00005678' }))).toEqual(allowed);
  expect(await askGate(gate, unitOf('00A10003', { serialNumber: '5678' }))).toMatchObject({ kind: 'refused' });
});

test.each([
  { what: 'an ID that is none', content: 'id\n00A10001\nA1-2\n', says: 'line 3: "A1-2" is not a device ID' },
  {
    what: 'an ID twice with two serials',
    content: 'id,serial\n00A10001,1\nA10001,2\n',
    says: 'line 3: 00A10001 stands in an earlier line',
  },
  {
    what: 'a row with neither',
    content: 'id,serial,order\n00A10001,1,\n,,4711\n',
    says: 'line 3: neither an ID nor a serial',
  },
  { what: 'an open quote', content: 'id,order\n00A10001,"4711\n00A10002,x\n', says: 'quotes do not match' },
  { what: 'no unit', content: 'id\n', says: 'line 1: the list holds no unit' },
  { what: 'no rows', content: '', says: 'line 1: the list holds no unit' },
])('a list with $what is refused when it is opened', async ({ content, says }) => {
  const path = listOf(content);
  await expect(ListGate.open({ path, noAnswer: 'stop' })).rejects.toMatchObject({
    code: 'bad settings',
    message: expect.stringContaining(says),
    context: { path },
  });
});

test('a list that is not there is refused when it is opened', async () => {
  const path = join(temporaryFolder(), 'none.csv');
  await expect(ListGate.open({ path, noAnswer: 'stop' })).rejects.toMatchObject({
    code: 'bad settings',
    message: expect.stringContaining('none.csv cannot be read (ENOENT)'),
  });
});

test('a list that changes while the line runs counts at once, and a bad one or none is no answer until it is mended', async () => {
  const path = listOf('00A10001\n');
  const gate = await ListGate.open({ path, noAnswer: 'go on' });
  writeFileSync(path, '00A10001\n00A10002\n');
  expect(await askGate(gate, unitOf('00A10002'))).toEqual(allowed);
  writeFileSync(path, '00A10001\n00A10002\nnonsense\n');
  expect(await askGate(gate, unitOf('00A10001'))).toMatchObject({
    kind: 'no answer',
    code: 'route unanswered',
    rule: 'go on',
    reason: expect.stringContaining('line 3'),
  });
  rmSync(path);
  expect(await askGate(gate, unitOf('00A10001'))).toMatchObject({
    kind: 'no answer',
    reason: expect.stringContaining('ENOENT'),
  });
  writeFileSync(path, '00A10002\n');
  expect(await askGate(gate, unitOf('00A10001'))).toMatchObject({ kind: 'refused' });
});

test('thirty-two slots that ask at once about a list of 100,000 units that has just changed get their answers', async () => {
  const ids = Array.from({ length: 100_000 }, (_, at) => `00A${(0x20000 + at).toString(16).toUpperCase()}`);
  const path = listOf(`id\n${ids.join('\n')}\n`);
  const gate = await ListGate.open({ path, noAnswer: 'stop' });
  writeFileSync(path, `id\n${ids.slice(1).join('\n')}\n`);
  const answers = await Promise.all(ids.slice(1, 33).map((id) => askGate(gate, unitOf(id))));
  expect(answers.every(({ kind }) => kind === 'allowed')).toBe(true);
  expect(await askGate(gate, unitOf(ids[0] ?? ''))).toMatchObject({ kind: 'refused' });
});
