import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { followSettings, type CurrentRules } from '../../src/composition/follow-settings.ts';
import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { loadSettings, type LoadedSettings } from '../../src/settings/file/load-settings.ts';
import { plainRules, type LineRules } from '../../src/station/line-rules.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { settingsFile } from '../settings/settings-file.ts';
import { product } from '../station/line-bench.ts';
import { benchWords } from '../cli/bench-console.ts';

class FullJournal extends WrappedJournal {
  override append(): Promise<never> {
    return Promise.reject(new PaclineError('journal full', 'The disk has no room.'));
  }
}

const named = (name: string): string => `[station]\nname = "${name}"\n`;

/** The rules of settings, by their digest. */
const rulesOf = async ({ digest }: LoadedSettings): Promise<LineRules> =>
  plainRules(product, { settingsDigest: digest });

/** A line that works by a settings file; ends with the test. */
const follow = async (
  options: {
    readonly rulesOf?: (loaded: LoadedSettings) => Promise<LineRules>;
    readonly through?: (journal: Journal) => Journal;
  } = {},
) => {
  const path = await settingsFile(named('A'));
  const loaded = await loadSettings(path);
  const journal = await openJournal({
    path: join(dirname(path), 'state', 'journal.sqlite'),
    station: 'bench-1',
    clock: systemClock,
  });
  const current: CurrentRules = { now: await rulesOf(loaded) };
  const { words, said, untilSaid } = benchWords();
  const stop = new AbortController();
  const { signal } = stop;
  const following = followSettings(
    {
      clock: systemClock,
      loaded,
      journal: options.through?.(journal) ?? journal,
      current,
      say: (sentence) => words.say(sentence),
      rulesOf: options.rulesOf ?? rulesOf,
    },
    signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await following.catch(() => undefined);
    await journal.close();
  });
  const taken = async (): Promise<readonly string[]> => {
    const digests: string[] = [];
    for await (const { event } of journal.read()) if (event.kind === 'settings taken up') digests.push(event.settings);
    return digests;
  };
  return { path, loaded, current, said, untilSaid, taken, stop, following };
};

test('a change is written down, then it holds, and it is said what needs a restart', async () => {
  const { path, current, said, untilSaid, taken } = await follow();
  await writeFile(path, named('B'));
  await untilSaid(1);
  const { digest } = await loadSettings(path);
  expect(current.now.settingsDigest).toBe(digest);
  expect(await taken()).toEqual([digest]);
  expect(said).toEqual([
    'The settings were changed; they hold from the next unit on. Slots, printer, hooks and gates need a restart.',
  ]);
});

test('a broken edit is said with its place, and the old settings stay', async () => {
  const { path, loaded, current, said, untilSaid, taken } = await follow();
  await writeFile(path, '[station]\nnme = "B"\n');
  await untilSaid(1);
  expect(said).toEqual([expect.stringMatching(/^The settings were changed, but not taken up: .*:2:1: station\.nme/)]);
  expect(current.now.settingsDigest).toBe(loaded.digest);
  expect(await taken()).toEqual([]);
});

test('a change that is sound and cannot be worked by is said, too, and the next one is taken up', async () => {
  let refusals = 1;
  const { path, loaded, current, said, untilSaid } = await follow({
    rulesOf: async (changed) => {
      refusals -= 1;
      if (refusals >= 0) throw new PaclineError('bad usage', 'The settings have no order "PO-7".');
      return rulesOf(changed);
    },
  });
  await writeFile(path, named('B'));
  await untilSaid(1);
  expect(said).toEqual(['The settings were changed, but not taken up: The settings have no order "PO-7". (bad usage)']);
  expect(current.now.settingsDigest).toBe(loaded.digest);
  await writeFile(path, named('C'));
  await untilSaid(2);
  expect(current.now.settingsDigest).toBe((await loadSettings(path)).digest);
});

test('a file that is gone is said, and the line goes on by what it had', async () => {
  const { path, loaded, current, said, untilSaid } = await follow();
  await rm(path);
  await untilSaid(1);
  expect(said).toEqual([expect.stringContaining('There is no settings file')]);
  expect(current.now.settingsDigest).toBe(loaded.digest);
});

test('a journal that takes no event stops the line: rules that are not written down may not hold', async () => {
  const { path, loaded, current, following } = await follow({ through: (journal) => new FullJournal(journal) });
  await writeFile(path, named('B'));
  await expect(following).rejects.toMatchObject({ code: 'journal full' });
  expect(current.now.settingsDigest).toBe(loaded.digest);
});

test('it ends quietly with its signal', async () => {
  const { stop, following } = await follow();
  stop.abort();
  await expect(following).resolves.toBeUndefined();
});
