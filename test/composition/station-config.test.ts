import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readStation } from '../../src/composition/station-config.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { seriesFile } from '../series/series-folder.ts';

const environment = {
  PACLINE_API_URL: 'https://backend.example/v2',
  PACLINE_API_LOGIN: 'login',
  PACLINE_API_PASSWORD: 'password',
};
const context = {
  environment,
  clock: new VirtualClock(),
  signal: new AbortController().signal,
  out: process.stdout,
  err: process.stderr,
  exit: () => undefined,
};

test('How long the backend may be silent about a unit comes from the settings, to every command', async () => {
  const settings = join(seriesFile(''), '..', 'station.toml');
  writeFileSync(
    settings,
    '[backend]\nabsentAfterS = 90\nbatchAbsentAfterS = 1200\ncallAfterS = 3600\nifHidden = "amber"\n',
  );
  expect(await readStation(context, { settings })).toMatchObject({
    timing: { absentAfterMs: 90_000, batchAbsentAfterMs: 1_200_000, callAfterMs: 3_600_000 },
    ifHidden: 'amber',
  });
  expect(await readStation(context, {})).toMatchObject({
    timing: { absentAfterMs: 60_000, batchAbsentAfterMs: 900_000, callAfterMs: 1_800_000 },
    ifHidden: 'green',
  });
});
