import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalHead } from '../../../src/journal/journal-events.ts';
import { verifyJournal } from '../../../src/journal/verify/verify-journal.ts';
import { meddle, openTestJournal, temporaryJournalPath } from '../journal-bench.ts';
import { runStarted, sampleDevice, samplePac, unitRead } from '../sample-events.ts';
import { acceptLoss } from '../../../src/journal/accept-loss.ts';
import { attacks } from '../witness/attacks.ts';
import { copyJournal, eventsOnLine, identity, killedJournal, open } from '../witness/killed-journal.ts';

/** The journal of a station that was stopped as it should be. */
const closedJournal = async (): Promise<string> => {
  const path = await killedJournal();
  await (await open(path)).close();
  return path;
};

/** What is not in order, by what was looked at. */
const faultsOf = async (
  path: string,
  anchor: JournalHead | null = null,
): Promise<Readonly<Record<string, unknown>>> => {
  const { findings } = await verifyJournal({ path, anchor });
  return Object.fromEntries(
    findings.flatMap(({ subject, severity, code, message, details }) =>
      severity === 'fault' ? [[subject, { code, words: [message, ...details].join('\n') }]] : [],
    ),
  );
};

const device = sampleDevice(0);

test('A whole journal is in order in every part, and its head is told', async () => {
  const path = await killedJournal();
  const { head, chain, findings } = await verifyJournal({ path });
  expect(findings.map(({ subject, severity }) => [subject, severity])).toEqual(
    ['schema', 'file', 'hash chain', 'tables', 'witness'].map((subject) => [subject, 'ok']),
  );
  expect(chain).toEqual({ events: eventsOnLine, brokenAt: null });
  const journal = await open(path);
  expect(head).toEqual(await journal.head());
  await journal.close();
});

describe('The tables by which the station decides are held against the events:', () => {
  test.each([
    [
      'a state that was set',
      `update registration set state = 'refused' where device_id = '${device}'`,
      `registration "${device}": state is "refused", by its events "confirmed"`,
    ],
    [
      'a confirmed unit that was slipped in',
      `insert into unit select 'FFFFFFFF', '0000000000000001', pac_source, dialect, firmware, first_read_at, last_read_at, current_pac, deleted_pac, set_aside from unit limit 1;
       insert into registration (device_id, device_type_id, certificate, name, state, owed_sequence, owed_at, changed_at, sends) select 'FFFFFFFF', device_type_id, certificate, name, state, owed_sequence, owed_at, changed_at, sends from registration limit 1`,
      'unit "FFFFFFFF" stands in its table and follows from no event',
    ],
    [
      'a unit that was removed',
      `delete from registration where device_id = '${device}'; delete from unit where device_id = '${device}'`,
      `unit "${device}" is missing in its table`,
    ],
    [
      'a PAC that was edited',
      `update unit set pac = '0000000000000001' where device_id = '${device}'`,
      `unit "${device}": pac is another than its events say`,
    ],
    [
      'a run whose verdict was edited',
      `update run set colour = 'red' where run = 'run-1'`,
      'run "run-1": colour is "red", by its events "amber"',
    ],
    [
      'a key that is no text',
      `insert into slot (slot, units_since_golden, reds_in_row) values (null, 0, 0)`,
      'slot null stands in its table and follows from no event',
    ],
    ['a table that was emptied', 'delete from slot', 'slot "left" is missing in its table'],
  ])('%s is found', async (_, attack, words) => {
    const path = await closedJournal();
    meddle(path, attack);
    const faults = await faultsOf(path);
    expect(faults).toEqual({ tables: { code: 'journal damaged', words: expect.stringContaining(words) as string } });
    expect(JSON.stringify(faults)).not.toContain(samplePac(0));
  });

  test('of many differences the first are named', async () => {
    const path = temporaryJournalPath();
    const journal = await openTestJournal(path);
    await journal.append(Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
    await journal.close();
    meddle(path, `update run set port = 'x'`);
    const { findings } = await verifyJournal({ path });
    expect(findings.find(({ subject }) => subject === 'tables')?.details).toHaveLength(10);
  });

  test('a large journal may be looked at without them', async () => {
    const { findings } = await verifyJournal({ path: await closedJournal(), tablesUpTo: 3 });
    expect(findings).toContainEqual(expect.objectContaining({ subject: 'tables', severity: 'skipped' }));
  });

  test('a station that writes meanwhile is no difference', async () => {
    const path = temporaryJournalPath();
    const journal = await openTestJournal(path);
    await journal.append(Array.from({ length: 1200 }, (_, index) => runStarted(`run-${index}`)));
    const verified = faultsOf(path);
    await Promise.all(Array.from({ length: 30 }, (_, index) => journal.append([unitRead(index)])));
    expect(await verified).toEqual({});
  });
});

test('Wherever a page of the file is zeroed, it is found', async () => {
  const whole = await closedJournal();
  const bytes = readFileSync(whole);
  const pages = bytes.length / 4096;
  expect(pages).toBeGreaterThan(20);
  for (let page = 1; page < pages; page += 1) {
    const path = temporaryJournalPath();
    copyJournal(whole, path);
    writeFileSync(
      path,
      Buffer.concat([bytes.subarray(0, page * 4096), Buffer.alloc(4096), bytes.subarray((page + 1) * 4096)]),
    );
    expect(Object.keys(await faultsOf(path)), `page ${page + 1}`).not.toEqual([]);
  }
});

test('An event that was edited breaks the chain, and its tables are not held against it', async () => {
  const path = await closedJournal();
  meddle(path, `update event set body = replace(body, '00A1', '00B1') where sequence = 4`);
  const { findings, chain } = await verifyJournal({ path });
  expect(chain).toEqual({ events: 3, brokenAt: 4 });
  expect(findings.find(({ subject }) => subject === 'tables')).toMatchObject({ severity: 'skipped' });
});

describe.each(attacks.filter(({ what }) => !/gone|emptied/.test(what)))(
  'A journal with its $what',
  ({ play, sentence, code }) => {
    test('does not pass', async () => {
      const path = await killedJournal();
      play(path);
      expect(await faultsOf(path)).toMatchObject({
        witness: { code, words: expect.stringMatching(sentence) as string },
      });
    });

    test('does not pass without a witness either, where a head of it was kept elsewhere', async () => {
      const path = await killedJournal();
      const { head } = await verifyJournal({ path });
      expect(await faultsOf(path, head)).toEqual({});
      play(path);
      rmSync(`${path}-witness`);
      expect(await faultsOf(path, head)).toMatchObject({ anchor: { code } });
    });
  },
);

test('A loss that was accepted is told with its reason, and a head from before it is not held', async () => {
  const path = await killedJournal();
  const { head } = await verifyJournal({ path });
  attacks[0]?.play(path);
  await acceptLoss({ ...identity, path, operator: 'Eve', reason: 'no backup' });
  const { findings } = await verifyJournal({ path, anchor: head });
  expect(findings).toContainEqual(
    expect.objectContaining({
      subject: 'hash chain',
      severity: 'ok',
      details: [expect.stringMatching(/Eve accepted on .* the loss of events \d+ to 26: no backup/)],
    }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'anchor', code: 'journal incomplete' }));
});

test.each(['1', '2', '3', '3-with-line', '4'])(
  'A journal of schema %s is verified as it is, and stays so',
  async (schema) => {
    const path = temporaryJournalPath();
    mkdirSync(dirname(path), { mode: 0o700, recursive: true });
    copyFileSync(join(import.meta.dirname, '..', 'earlier-versions', `schema-${schema}.sqlite`), path);
    const before = readFileSync(path);
    expect(await faultsOf(path)).toEqual({});
    expect((await verifyJournal({ path })).chain).toEqual({ events: 41, brokenAt: null });
    expect(readFileSync(path)).toEqual(before);
    meddle(path, `update event set body = replace(body, '00A1', '00B1') where sequence = 7`);
    expect(await faultsOf(path)).toMatchObject({ 'hash chain': { code: 'journal broken' } });
  },
);
