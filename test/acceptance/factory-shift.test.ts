import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reconcileShift } from '../support/factory-shift/reconcile-shift.ts';
import { planShift } from '../support/factory-shift/shift-plan.ts';
import { runFactoryShift } from '../support/factory-shift/shift-world.ts';

test('a shift with an outage, a printer that is off and a line that is killed loses no unit, registers none twice and leaves nothing undone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pacline-shift-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const plan = planShift({
    hours: 1 / 3,
    slots: 4,
    factor: 60,
    seed: 30,
    outageMinutes: [3],
    printerOffMinutes: [6],
    kills: 1,
    bursts: 2,
  });
  const seen = await runFactoryShift(plan, { folder });
  const { broken, duplicateCreates, units, seatings, verdicts } = await reconcileShift(plan, seen, folder);
  expect({ broken, duplicateCreates, kills: seen.kills }).toEqual({ broken: [], duplicateCreates: 0, kills: 1 });
  // What had to be gone through did happen.
  expect([...verdicts.keys()]).toEqual(
    expect.arrayContaining([
      'green registered',
      'green already done',
      'amber backend unreachable',
      'amber printer down',
    ]),
  );
  expect(units.labelled).toBeGreaterThan(20);
  expect(seatings).toBeGreaterThan(units.seated);
});
