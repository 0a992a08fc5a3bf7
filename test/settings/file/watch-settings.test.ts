import { rename, rm, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { loadSettings, type LoadedSettings } from '../../../src/settings/file/load-settings.ts';
import { watchSettings, type SettingsChange } from '../../../src/settings/file/watch-settings.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { settingsFile } from '../settings-file.ts';

const named = (name: string): string => `[station]\nname = "${name}"\n`;

/** Watches a file that holds the name A; ends with the test. */
const watched = async (): Promise<{
  readonly loaded: LoadedSettings;
  readonly path: string;
  readonly next: () => Promise<SettingsChange>;
}> => {
  const path = await settingsFile(named('A'));
  const loaded = await loadSettings(path);
  const stop = new AbortController();
  const changes = watchSettings(loaded, { clock: systemClock, signal: stop.signal });
  onTestFinished(() => stop.abort());
  return { loaded, path, next: async () => (await changes.next()).value };
};

/** What a change says: the name, or the code of the fault. */
const words = (change: SettingsChange): string | undefined =>
  change.kind === 'changed' ? change.loaded.settings.station.name : change.error.code;

test('A file that is written over is announced with its new content and digest', async () => {
  const { loaded, path, next } = await watched();
  const coming = next();
  await writeFile(path, named('B'));
  const change = await coming;
  expect(words(change)).toBe('B');
  expect(change).toMatchObject({ kind: 'changed', loaded: { path, digest: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(change).not.toMatchObject({ loaded: { digest: loaded.digest } });
});

test('So is one that an editor puts in the place of the old one, again and again', async () => {
  const { path, next } = await watched();
  for (const name of ['B', 'C', 'D']) {
    const coming = next();
    await writeFile(`${path}~`, named(name));
    await rename(`${path}~`, path);
    expect(words(await coming)).toBe(name);
  }
});

test('A broken edit is announced once as a fault with its place, and the file put back is announced too', async () => {
  const { loaded, path, next } = await watched();
  await writeFile(path, '[station]\nnme = "B"\n');
  const fault = await next();
  expect(words(fault)).toBe('bad settings');
  expect(fault).toMatchObject({
    kind: 'faulty',
    error: { message: expect.stringContaining(`${path}:2:1: station.nme: there is no such key`) },
  });
  const coming = next();
  await writeFile(path, named('A'));
  expect(await coming).toMatchObject({ kind: 'changed', loaded: { digest: loaded.digest } });
});

test('A file that is removed is a fault, until it comes again', async () => {
  const { path, next } = await watched();
  await rm(path);
  expect(words(await next())).toBe('bad settings');
  await writeFile(path, named('B'));
  expect(words(await next())).toBe('B');
});

test('What was changed before the watch begins is announced at once, and a touched file that says the same is not', async () => {
  const { path, next } = await watched();
  await writeFile(path, named('B'));
  expect(words(await next())).toBe('B');
  const coming = next();
  await writeFile(path, named('B'));
  await writeFile(`${path}.txt`, 'a neighbour');
  await writeFile(path, named('C'));
  expect(words(await coming)).toBe('C');
});

test('The watch ends with the reason of its signal', async () => {
  const stop = new AbortController();
  const changes = watchSettings(await loadSettings(await settingsFile(named('A'))), {
    clock: systemClock,
    signal: stop.signal,
  });
  const coming = changes.next();
  stop.abort(new Error('enough'));
  await expect(coming).rejects.toThrow('enough');
});
