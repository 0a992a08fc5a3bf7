import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { meddle } from '../journal/journal-bench.ts';
import { sampleDevice, samplePac } from '../journal/sample-events.ts';
import { attacks } from '../journal/witness/attacks.ts';
import { eventsOnLine, killedJournal, open } from '../journal/witness/killed-journal.ts';
import { objects, pacline, shell, temporaryFolder } from './support/pacline.ts';
import { nobody } from './support/served.ts';

/** A state folder as a station leaves it that was killed, and what was done to it. */
const stateWith = async (play: (path: string) => void = () => undefined) => {
  const path = await killedJournal();
  play(path);
  return { path, world: { ...nobody, PACLINE_STATE_DIR: dirname(path) } };
};

const end = (ended: { readonly stdout: string }): Readonly<Record<string, unknown>> => objects(ended).at(-1) ?? {};

describe.each(attacks)('With its $what, a journal', ({ play, sentence, code }) => {
  test('passes for a whole one with no command', async () => {
    const { world } = await stateWith(play);
    const [station, verify, report] = await Promise.all([
      pacline(['outbox', 'drain'], world),
      pacline(['journal', 'verify'], world),
      pacline(['report', '--since', '1h', '--json'], world),
    ]);
    expect(station).toMatchObject({ code: 5, stderr: expect.stringMatching(sentence) as string });
    expect(verify.code).toBe(5);
    expect(verify.stdout + verify.stderr).toMatch(sentence);
    expect(report.code).toBe(5);
    expect(objects(report)).toMatchObject([{ event: 'error', code }]);
  });
});

test.each(['log cut by a byte', 'file and log gone'])(
  'A journal with its %s goes on by the word of a person, and what is owed is to be looked up first',
  async (what) => {
    const { world } = await stateWith(attacks.find((attack) => attack.what === what)?.play);
    expect(await pacline(['journal', 'accept-loss', '--why', ' '], world)).toMatchObject({ code: 2 });
    const accepted = await pacline(['journal', 'accept-loss', '--why', 'no backup', '--json'], world);
    expect(accepted.code).toBe(0);
    expect(end(accepted)).toMatchObject({ event: 'loss accepted', reason: 'no backup' });
    const verified = await pacline(['journal', 'verify'], world);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/the loss of events \d+ to 26: no backup/) as string,
    });
    expect(end(await pacline(['outbox', 'list', '--json'], world))).toMatchObject({
      owed: 0,
      unknown: what === 'log cut by a byte' ? 2 : 0,
    });
    expect(await pacline(['journal', 'accept-loss', '--why', 'again'], world)).toMatchObject({ code: 2 });
  },
);

test('What the tables say of units is held against the events, and made anew from them', async () => {
  const { path, world } = await stateWith();
  const journal = await open(path);
  await journal.close();
  meddle(
    path,
    `update registration set state = 'refused' where device_id = '${sampleDevice(0)}';
     update unit set pac = '0000000000000001' where device_id = '${sampleDevice(1)}'`,
  );
  const found = await pacline(['journal', 'verify'], world);
  expect(found.code).toBe(5);
  expect(found.stdout).toMatch(/state is "refused", by its events "confirmed"/);
  expect(found.stdout).toMatch(/pac is another than its events say/);
  expect(found.stdout).not.toMatch(new RegExp(`${samplePac(1)}|0000000000000001`));
  const doctor = await pacline(['doctor', '--json'], world);
  expect(objects(doctor)).toContainEqual(
    expect.objectContaining({ check: 'journal', subject: 'tables', code: 'journal damaged' }),
  );

  const rebuilt = await pacline(['journal', 'rebuild', '--json'], world);
  expect(end(rebuilt)).toMatchObject({ event: 'rebuilt', events: eventsOnLine, kept: `${path}.before-rebuild-1` });
  expect((await pacline(['journal', 'verify'], world)).code).toBe(0);
  expect((await pacline(['journal', 'show', sampleDevice(1), '--show-pac'], world)).stdout).toContain(samplePac(1));
});

test('A head that was kept elsewhere shows that a chain was made anew, even where its witness is gone', async () => {
  const { path, world } = await stateWith();
  const anchor = join(temporaryFolder(), 'anchor.json');
  expect((await pacline(['journal', 'anchor', '--out', anchor], world)).code).toBe(0);
  expect(JSON.parse(readFileSync(anchor, 'utf8'))).toMatchObject({ sequence: eventsOnLine, station: 'bench-1' });
  const since = ['journal', 'verify', '--since', anchor];
  expect((await pacline(since, world)).code).toBe(0);

  attacks.find(({ what }) => what.includes('recomputed'))?.play(path);
  rmSync(`${path}-witness`);
  // The tables would tell as well: they are said to be of an older version
  meddle(path, 'update journal_head set projection_version = 0');
  expect((await pacline(['journal', 'verify'], world)).code).toBe(0);
  expect(await pacline(since, world)).toMatchObject({
    code: 5,
    stdout: expect.stringMatching(/anchor .*The chain was made anew, or it is another journal/) as string,
  });
});

test('A file that holds no head is refused before anything is looked at', async () => {
  const { world } = await stateWith();
  const file = join(temporaryFolder(), 'anchor.json');
  writeFileSync(file, '{"sequence":1}');
  expect(await pacline(['journal', 'verify', '--since', file], world)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds no head of a journal') as string,
  });
});

test('Commands that only read work where not a byte can be written', async () => {
  const { path, world } = await stateWith();
  await (await open(path)).close();
  const commands = [
    'journal list',
    'journal verify',
    `journal show ${sampleDevice(0)}`,
    'report --since 1d',
    'outbox list',
  ];
  for (const command of commands)
    expect(await shell(`ulimit -f 0; pacline ${command}`, world), command).toMatchObject({ code: 0 });
});
