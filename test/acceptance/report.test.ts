import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { madeUpId, madeUpPac } from '../series/made-up-series.ts';
import { MadeUpLine, minute, morning } from '../report/made-up-line.ts';
import { objects, pacline, temporaryFolder } from './support/pacline.ts';
import type { Ended } from './support/running-program.ts';

/** A line that is still at work: its journal stays open for writing. */
const workingLine = async () => {
  const folder = temporaryFolder();
  const line = await MadeUpLine.open(join(folder, 'journal.sqlite'));
  for (const unit of [1, 2, 3]) await line.seat({ unit, ending: 'green' });
  await line.seat({ ending: 'mute', slot: 'right' });
  await line.seat({ unit: 4, ending: 'unknown' });
  const report = async (...args: readonly string[]): Promise<Ended> => {
    const ended = await pacline(['report', ...args], {
      PACLINE_STATE_DIR: folder,
      TZ: process.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    for (const unit of [1, 2, 3, 4]) expect(ended.stdout + ended.stderr).not.toContain(madeUpPac(unit));
    return ended;
  };
  return { folder, line, report };
};

test('report tells a shift beside the line that is at work in it: as text, as objects, as a page and as a list', async () => {
  const { folder, report } = await workingLine();
  const [page, list] = [join(folder, 'shift.html'), join(folder, 'units.csv')];
  const text = await report('--shift', '2026-11-25', '--html', page, '--csv', list);
  expect(text).toMatchObject({ code: 0, stderr: `Written: ${page}\nWritten: ${list}\n` });
  expect(text.stdout).toMatch(
    /^2026-11-25\n[^]*\nseated +5\nread +4 +1 short\nregistered +4\nconfirmed +3 +1 short\n5 seatings = 5 units \+ 0 repeats; besides 0 golden runs, 0 turned away\nDoes not close: 1 unit open\.\n/,
  );
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  expect(readFileSync(list, 'utf8').trimEnd().split('\n')).toHaveLength(6);

  const [whole, ...units] = objects(await report('--order', 'PO-1', '--json'));
  expect(whole).toMatchObject({
    event: 'report',
    window: { kind: 'order', order: 'PO-1' },
    reconciliation: { units: 5, closes: false },
    yield: { good: 3 },
    pareto: { total: 2 },
  });
  expect(whole).not.toHaveProperty('units');
  expect(units.map(({ event, id }) => [event, id])).toEqual(
    [...[1, 2, 3].map(madeUpId), null, madeUpId(4)].map((id) => ['unit', id]),
  );
});

test('report takes the shifts of the settings', async () => {
  const { folder, report } = await workingLine();
  const settings = join(folder, 'station.toml');
  writeFileSync(settings, '[shift]\nstarts = ["06:00", "06:03", "22:00"]\n');
  const [whole] = objects(await report('--shift', '2026-11-25 06:04', '--settings', settings, '--json'));
  expect(whole).toMatchObject({
    window: { kind: 'shift', name: '2026-11-25 06:03', from: morning + 3 * minute },
    reconciliation: { units: 2 },
  });
  expect(await report('--shift', '2026-11-25', '--settings', settings)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('has 3 shifts') as string,
  });
  expect(await report('--settings', join(folder, 'none.toml'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no settings file') as string,
  });
});

test('report --check fails as long as a unit is open, and no longer', async () => {
  const { line, report } = await workingLine();
  expect(await report('--since', '2026-11-25', '--check')).toMatchObject({ code: 1 });
  await line.confirm(4);
  expect(await report('--since', '2026-11-25', '--check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      'Closes: of 5 units 4 are done and 1 for a person; 1 of these never said an ID',
    ) as string,
  });
});

test.each([
  { what: 'a shift that is none', args: ['--shift', 'next'], says: /"next" is no shift/ },
  { what: 'a time that is none', args: ['--since', 'soon'], says: /"soon" is no time/ },
  { what: 'an order that nobody worked on', args: ['--order', 'PO-9'], says: /no run of an order "PO-9"/ },
  { what: 'two windows', args: ['--order', 'PO-1', '--since', '2h'], says: /cannot be used with/ },
  {
    what: 'a page that cannot be written',
    args: ['--html', '/proc/no-such/shift.html'],
    says: /cannot be written \(ENOENT\)/,
  },
])('report refuses $what in one sentence', async ({ args, says }) => {
  const { report } = await workingLine();
  const ended = await report(...args, '--json');
  expect(ended.code).toBe(2);
  expect(objects(ended)).toMatchObject([{ outcome: 'error', code: 'bad usage', message: expect.stringMatching(says) }]);
});

test('a page that cannot take the place of what is there leaves it and nothing beside it', async () => {
  const { folder, report } = await workingLine();
  expect(await report('--html', folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is not a file') as string,
  });
  expect(existsSync(`${folder}.part`)).toBe(false);
});
