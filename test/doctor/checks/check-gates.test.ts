import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { gatesToCheck, unitToAskAbout } from '../../../src/cli/doctor/doctor-inputs.ts';
import { checkGates } from '../../../src/doctor/checks/check-gates.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { parseSettings } from '../../../src/settings/file/load-settings.ts';
import { SimulatedMes, type MesMood } from '../../../src/simulator/mes.ts';
import { about, lookedAt } from '../looked-at.ts';

const startMes = async ({
  mood = 'up',
  token = null,
}: { readonly mood?: MesMood; readonly token?: string | null } = {}) => {
  const over = new AbortController();
  const mes = await SimulatedMes.start({
    listen: { host: '127.0.0.1', port: 0 },
    secret: 'training',
    token,
    clock: systemClock,
    signal: over.signal,
  });
  mes.setMood(mood);
  onTestFinished(() => over.abort());
  return mes.origin;
};

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'pacline-gates-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};

const look = (toml: string, environment: Readonly<Record<string, string>> = {}) => {
  const place = {
    settings: parseSettings('station.toml', toml),
    stateFolder: '/nowhere',
    journalFile: '/nowhere/journal.sqlite',
    environment,
    clock: systemClock,
  };
  return lookedAt(checkGates({ gates: gatesToCheck(place), unit: unitToAskAbout(place), clock: systemClock }));
};

const route = (origin: string, more = ''): string => `[route]\nurl = "${origin}/route"\ntimeoutMs = 300\n${more}\n`;
const result = (origin: string, more = ''): string => `[result]\nurl = "${origin}/result"\ntimeoutMs = 300\n${more}\n`;

describe('gates', () => {
  test('that answer are in order, also where there is no result of such a unit', async () => {
    const origin = await startMes();
    const findings = await look(`${route(origin)}${result(origin)}`);
    expect(findings).toMatchObject([
      { subject: 'route', severity: 'ok', message: expect.stringMatching(/\/route answers after \d+ ms$/) },
      { subject: 'result', severity: 'ok', message: expect.stringMatching(/\/result answers after \d+ ms$/) },
    ]);
  });

  test.each<readonly [string, MesMood, RegExp]>([
    ['breaks off', 'down', /did not answer/],
    ['is late', 'slow', /did not answer/],
    ['is busy', 'busy', /answered with status 503/],
  ])('of which one %s are a fault where units stop, and a warning where they go on', async (_, mood, says) => {
    const origin = await startMes({ mood });
    const findings = await look(`${route(origin)}${result(origin, 'noAnswer = "go on"')}`);
    expect(about(findings, 'route')).toMatchObject({ severity: 'fault', code: 'route unanswered' });
    expect(about(findings, 'route').message).toMatch(says);
    expect(about(findings, 'route').message).toMatch(/Every unit is refused while that is so\.$/);
    expect(about(findings, 'result')).toMatchObject({ severity: 'warning', code: 'result missing' });
    expect(about(findings, 'result').message).toMatch(/Units go on without its word while that is so\.$/);
  });

  test('at a port where nobody listens are a fault with what to do', async () => {
    const [finding] = await look(route('http://127.0.0.1:1'));
    expect(finding).toMatchObject({
      severity: 'fault',
      code: 'route unanswered',
      action: 'Look at http://127.0.0.1:1/route, or correct [route] in the settings.',
    });
  });

  test('that turn the station away are a fault', async () => {
    const findings = await look(route(await startMes({ token: 'secret' }), 'tokenEnv = "MES_TOKEN"'), {
      MES_TOKEN: 'mistyped-0815',
    });
    expect(findings).toMatchObject([{ severity: 'fault', message: expect.stringContaining('status 401') }]);
    expect(JSON.stringify(findings)).not.toContain('mistyped');
  });

  test('with which the line would not start are a fault of the settings, and hide no other', async () => {
    const origin = await startMes();
    const findings = await look(`${route(origin, 'tokenEnv = "MES_TOKEN"')}${result(origin)}`);
    expect(findings).toMatchObject([
      { subject: 'route', severity: 'fault', code: 'bad settings', message: expect.stringContaining('MES_TOKEN') },
      { subject: 'result', severity: 'ok' },
    ]);
  });

  test('that are files are looked into', async () => {
    const [path, list] = [folder(), join(folder(), 'route.csv')];
    writeFileSync(list, 'id\n00A10001\n');
    const toml = (results: string) => `[route]\nlist = "${list}"\n[result]\nfolder = "${results}"\n`;
    expect(await look(toml(path))).toMatchObject([{ severity: 'ok' }, { severity: 'ok' }]);
    expect(await look(toml(join(path, 'none')))).toMatchObject([
      { severity: 'ok' },
      { severity: 'fault', code: 'result missing', message: expect.stringContaining('cannot be read (ENOENT)') },
    ]);
    writeFileSync(join(path, 'broken.csv'), 'id,verdict\n00A10001,perhaps\n');
    expect(about(await look(toml(path)), 'result').message).toContain('broken.csv cannot be understood');
  });

  test('are not looked at where there are none', async () => {
    expect(await look('')).toMatchObject([{ severity: 'skipped' }]);
  });
});
