import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { registrationStates } from '../../src/domain/registration.ts';
import { openJournalReader } from '../../src/journal/open-journal-reader.ts';
import { demoWorld } from '../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../src/simulator/backend/server.ts';
import { systemClock } from '../../src/machine/system-clock.ts';
import type { PowerCut } from './support/fatal-journal.ts';
import { isThorough } from '../support/thorough.ts';
import { runShift, shiftUnits, type Shift } from './support/power-cut-shift.ts';

const atOnce = 2;

/** Every so many restarts are a process of their own; the others are made here, from nothing but the state folder, which is quicker. */
const processEvery = 10;

/** Of so many appends of a kind, those at which the power fails: the first, one in the middle of the shift, and the last. */
const cutsOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter(
    (nth) => isThorough || nth === 1 || nth === Math.ceil(count / 2) || nth === count,
  );

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-power-cut-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** One process for one shift, and how it ended. */
const runLine = async (
  shift: Shift,
  compileCache: string,
): Promise<{ readonly end: string; readonly said: string }> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'support', 'power-cut-line.ts'), JSON.stringify(shift)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    },
  );
  const [said, complaint, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { end: signal === null ? `exit ${code} ${complaint}`.trim() : String(signal), said };
};

/** What the journal and the backend say after the shift that followed a power cut. */
const stateAfter = async (stateFolder: string, world: Registry) => {
  const journal = await openJournalReader({ path: join(stateFolder, 'journal.sqlite') });
  try {
    return {
      confirmed: (await journal.registrations(['confirmed'], { limit: 10_000 })).length,
      unsettled: await journal.registrations(
        registrationStates.filter((state) => state !== 'confirmed'),
        { limit: 10_000 },
      ),
      openRuns: await journal.runs({ open: true, limit: 100 }),
      brokenAt: (await journal.verify()).brokenAt,
      createdOtherThanOnce: shiftUnits
        .filter(({ deviceId }) => world.creates(deviceId).committed !== 1)
        .map(({ deviceId }) => deviceId),
    };
  } finally {
    await journal.close();
  }
};

const asItShouldBe = {
  confirmed: shiftUnits.length,
  unsettled: [],
  openRuns: [],
  brokenAt: null,
  createdOtherThanOnce: [],
};

/** The shift after the power cut, on the same state folder. */
const restart = async (shift: Shift, compileCache: string, isProcess: boolean): Promise<string> => {
  if (isProcess) return (await runLine(shift, compileCache)).end;
  await runShift(shift);
  return 'exit 0';
};

/** A shift that is cut off, and the next one on the same bench, in a process of its own or not. */
const cutAndGoOn = async (cut: PowerCut | null, compileCache: string, isProcess = false) => {
  const stateFolder = mkdtempSync(join(compileCache, 'state-'));
  const world = new Registry(demoWorld);
  const backend = await startSimulatedBackend({
    listen: { host: '127.0.0.1', port: 0 },
    world,
    clock: systemClock,
    signal: new AbortController().signal,
  });
  try {
    const shift = { stateFolder, backendUrl: backend.url };
    const first = await runLine({ ...shift, cut }, compileCache);
    const next = cut === null ? null : await restart({ ...shift, cut: null }, compileCache, isProcess);
    return { cut, first, next, ...(await stateAfter(stateFolder, world)) };
  } finally {
    await backend.close();
    rmSync(stateFolder, { recursive: true, force: true });
  }
};

test.each(['before the write', 'after the commit'] as const)(
  'A line that loses its power at an append of any kind, %s, loses no unit and registers none twice',
  async (when) => {
    const folder = temporaryFolder();
    const whole = await cutAndGoOn(null, folder);
    expect(whole).toMatchObject({ first: { end: 'exit 0' }, ...asItShouldBe });
    const appends: readonly (readonly [string, number])[] = JSON.parse(whole.first.said);
    expect(appends.length).toBeGreaterThanOrEqual(9);
    expect(appends.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(50);

    const cuts = appends.flatMap(([kinds, count]) => cutsOf(count).map((nth): PowerCut => ({ kinds, nth, when })));
    const left = [...cuts.entries()];
    const outcomes: unknown[] = [];
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        outcomes.push(await cutAndGoOn(next[1], folder, next[0] % processEvery === 0));
    };
    await Promise.all(Array.from({ length: atOnce }, work));

    const asPromised: unknown = expect.objectContaining({
      first: { end: 'SIGKILL', said: '' },
      next: 'exit 0',
      ...asItShouldBe,
    });
    expect(outcomes.length).toBe(cuts.length);
    for (const outcome of outcomes) expect(outcome).toEqual(asPromised);
  },
  600_000,
);
