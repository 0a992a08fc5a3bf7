import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, onTestFinished, test } from 'vitest';

import { objects, pacline } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';
import { password } from './support/served.ts';

/** Where the demo says that its journal is; gone with the test. */
const stateOf = ({ stderr }: Ended) => {
  const folder = /PACLINE_STATE_DIR=(\S+) pacline journal list/.exec(stderr)?.[1] ?? '';
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { PACLINE_STATE_DIR: folder };
};

test('the demo takes 24 units on 8 slots to the verdicts they deserve, and its journal tells it all until it is altered', async () => {
  const demo = await pacline(['demo', '--json']);
  const state = stateOf(demo);
  expect(demo.code).toBe(0);
  expect(demo.stdout).not.toContain(password);

  const events = objects(demo);
  const slots = new Set(events.filter(({ event }) => event === 'slot').map(({ slot }) => slot));
  const seatings = events.filter(({ event }) => event === 'unit');
  expect(slots.size).toBe(8);
  expect(new Set(seatings.map(({ unit }) => unit)).size).toBe(24);
  expect(seatings.filter(({ deserved }) => deserved !== true)).toEqual([]);
  expect(new Set(seatings.map(({ colour }) => colour))).toEqual(new Set(['green', 'amber', 'red']));
  expect(events.at(-1)).toMatchObject({ event: 'end', units: 24, deserved: true });

  const runs = objects(await pacline(['journal', 'list', '--json', '--limit', '100'], state));
  expect(new Set(runs.map(({ run }) => run))).toEqual(new Set(seatings.map(({ run }) => run)));
  const known = seatings.find(({ deviceId, colour }) => deviceId !== null && colour === 'green');
  const shown = await pacline(['journal', 'show', String(known?.['deviceId'])], state);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/PAC +\*{16}/);
  const pac =
    /PAC +([0-9A-F]{16})/.exec(
      (await pacline(['journal', 'show', String(known?.['deviceId']), '--show-pac'], state)).stdout,
    )?.[1] ?? '';
  expect(pac).toHaveLength(16);
  expect(demo.stdout + demo.stderr).not.toContain(pac);

  expect(await pacline(['journal', 'verify'], state)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/hash chain +\d+ events, the chain holds\.\n/),
  });
  const database = new DatabaseSync(join(state.PACLINE_STATE_DIR, 'journal.sqlite'));
  database.exec(`update event set body = replace(body, '"green"', '"amber"') where kind = 'run ended'`);
  database.close();
  const verified = await pacline(['journal', 'verify', '--json'], state);
  expect(verified.code).toBe(5);
  expect(objects(verified)).toContainEqual(
    expect.objectContaining({
      subject: 'hash chain',
      code: 'journal broken',
      message: expect.stringMatching(/breaks at event \d+/),
    }),
  );
});

test('the demo shows people a table of all units and one closing sentence', async () => {
  const demo = await pacline(['demo']);
  stateOf(demo);
  expect(demo.code).toBe(0);
  const rows = demo.stdout.split('\n').filter((line) => /^unit \d+ /.test(line));
  expect(rows).toHaveLength(24);
  expect(demo.stdout).toMatch(
    /\n24 units, \d+ newly registered by \d+ creates, none twice\. Every unit got the verdict it deserves\.\n$/,
  );
});
