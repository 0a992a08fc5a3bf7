import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { objects, pacline, startPacline, temporaryFolder } from './support/pacline.ts';
import { certificate, deviceType, serveBackend, startBeside } from './support/served.ts';
import { isThorough } from '../support/thorough.ts';

/** A look into the slot takes up to four answers, a run six more: the cable is pulled in a different one of these each time. */
const answersOfARun = [5, 6, 7, 8, 9, 10];
const slots = 16;
/** Each of the answers comes to each of some slots, and to some slots each of the answers. */
const unplugs = isThorough ? 200 : 48;

/** How much of one core a process has used, in seconds. @source proc(5): fields 14 and 15, in hundredths */
const coreSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

test(
  `${unplugs} cables pulled in mid-answer leave ${unplugs} aborted runs and an idle process`,
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    const world = { ...(await serveBackend()), PACLINE_STATE_DIR: join(folder, 'state') };
    const paths = Array.from({ length: slots }, (_, index) => join(folder, `slot${index + 1}`));
    const boards = startBeside('boards-in-slots.ts');
    let plugged = 0;
    const plug = (slot: string): void => {
      boards.typeOn(`${slot} ${answersOfARun[plugged % answersOfARun.length]}\n`);
      plugged += 1;
    };
    for (const path of paths) plug(path);
    await boards.until(new RegExp(`(plugged .*\n){${slots}}`));

    const line = startPacline(
      [
        'run',
        '--json',
        '--device-type',
        deviceType,
        '--certificate',
        certificate,
        ...paths.flatMap((path) => ['--port', path]),
      ],
      world,
    );
    let judged = 0;
    let emptied = 0;
    for await (const text of line.lines()) {
      const { state, slot, notice } = JSON.parse(text) as { state?: string; slot: string; notice?: string };
      // What the slot says while it is empty: that its port is not there.
      if (notice !== undefined) continue;
      if (state === 'judged') judged += 1;
      if (state !== 'empty') continue;
      emptied += 1;
      if (plugged < unplugs) plug(slot);
      if (emptied === unplugs) break;
    }
    expect(judged).toBe(unplugs);

    const before = coreSeconds(line.pid);
    await wait(2000);
    expect((coreSeconds(line.pid) - before) / 2).toBeLessThan(0.25);

    line.stop('SIGINT');
    expect(await line.ended).toMatchObject({ code: 130 });
    const runs = objects(await pacline(['journal', 'list', '--json', '--limit', '1000'], world));
    expect(runs).toHaveLength(unplugs);
    expect(runs.filter(({ outcome, code }) => outcome !== 'aborted' || code !== 'port lost')).toEqual([]);
    expect(await pacline(['journal', 'verify'], world)).toMatchObject({ code: 0 });
  },
);
