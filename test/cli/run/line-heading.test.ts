import { expect, test } from 'vitest';

import { LineHeading } from '../../../src/cli/run/line-heading.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { plainRules, type LineRules } from '../../../src/station/line-rules.ts';
import type { Person } from '../../../src/station/operator/person.ts';
import { temporaryJournalPath } from '../../journal/journal-bench.ts';
import { registrationEvents, runEnded, runStarted, sampleDevice, unitRead } from '../../journal/sample-events.ts';
import { product } from '../../station/line-bench.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A heading over a line whose rules and person the test changes. */
const open = async () => {
  const clock = new VirtualClock();
  const journal = await openJournal({ path: temporaryJournalPath(), station: 'bench-1', clock });
  const now: { rules: LineRules; person: Person | null } = { rules: plainRules(product), person: null };
  const heading = new LineHeading({ journal, clock, rules: () => now.rules, person: () => now.person });
  const stop = new AbortController();
  const following = heading.follow(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await following;
    await journal.close();
  };
  /** What stands there after the next look. */
  const next = async (): Promise<string> => {
    await clock.untilSleeping();
    await clock.advance(1000);
    await clock.untilSleeping();
    return heading.text();
  };
  return { clock, journal, now, next, end };
};

const owe = async (journal: Journal, index: number, order: string | null): Promise<void> => {
  const { 'registration owed': owed } = registrationEvents(sampleDevice(index));
  const started = {
    ...runStarted(`run-${index}`),
    context: { product: product.name, order, operator: null, settings: null },
  };
  await journal.append([started, unitRead(index), owed, runEnded(`run-${index}`, { deviceId: sampleDevice(index) })]);
};

const confirm = async (journal: Journal, index: number): Promise<void> => {
  const { 'registration intended': intended, 'registration confirmed': confirmed } = registrationEvents(
    sampleDevice(index),
  );
  await journal.append([intended, confirmed]);
};

test('it begins with the product and how its units are certified, and says nothing of what there is not', async () => {
  const { next, end } = await open();
  expect(await next()).toBe('Tank sensor · P_00A1_BEEF_01');
  await end();
});

test('it tells how far the order is, with and without a quantity', async () => {
  const { journal, now, next, end } = await open();
  now.rules = plainRules(product, { order: { name: 'PO-7', quantity: 500 } });
  await owe(journal, 1, 'PO-7');
  await confirm(journal, 1);
  expect(await next()).toMatch(/ · order PO-7: 1 of 500$/);
  now.rules = plainRules(product, { order: { name: 'PO-7', quantity: null } });
  expect(await next()).toMatch(/ · order PO-7: 1$/);
  await end();
});

test('it tells what is owed and since when, until it is paid', async () => {
  const { clock, journal, next, end } = await open();
  await owe(journal, 1, null);
  await owe(journal, 2, null);
  expect(await next()).toMatch(/ · 2 owed, the oldest for 1 s$/);
  await clock.advance(150_000);
  expect(await next()).toMatch(/ · 2 owed, the oldest for 2 min$/);
  await clock.advance(5_400_000);
  expect(await next()).toMatch(/ · 2 owed, the oldest for 1\.5 h$/);
  for (const index of [1, 2]) await confirm(journal, index);
  expect(await next()).not.toContain('owed');
  await end();
});

test('it counts the labels that are owed, where the product has labels, and names who is signed in', async () => {
  const { journal, now, next, end } = await open();
  now.rules = plainRules(product, { label: { showPac: false, scanBack: true } });
  await journal.append([{ kind: 'label owed', deviceId: sampleDevice(1), run: 'run-1' }]);
  expect(await next()).toMatch(/ · 1 label owed$/);
  await journal.append([{ kind: 'label owed', deviceId: sampleDevice(2), run: 'run-2' }]);
  now.person = { name: 'Ada', role: 'technician' };
  expect(await next()).toMatch(/ · 2 labels owed · Ada \(technician\)$/);
  await end();
});

test('it stops looking with its signal, and leaves no sleep behind', async () => {
  const { clock, end } = await open();
  await clock.untilSleeping();
  await end();
  expect(clock.sleeping).toBe(0);
});
