import { expect, test } from 'vitest';
import { parseLabelTemplate } from '../../../src/label/label-template.ts';
import { codeOfLabel, readLabelCode } from '../../../src/label/label-code.ts';
import type { JournalEvent } from '../../../src/journal/events.ts';
import type { LabelPrinter } from '../../../src/station/label-printer.ts';
import { Labels } from '../../../src/station/operator/labels.ts';
import { WrappedJournal } from '../../acceptance/support/wrapped-journal.ts';
import { deviceId, openTestJournal, temporaryJournalPath } from '../../journal/journal-bench.ts';
import { registrationEvents, runStarted, sampleDevice, unitRead } from '../../journal/sample-events.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const confirmed = (index: number): readonly JournalEvent[] => {
  const {
    'registration owed': owed,
    'registration intended': intended,
    'registration confirmed': seen,
  } = registrationEvents(sampleDevice(index));
  return [
    runStarted(`run-${index}`),
    unitRead(index),
    owed,
    intended,
    seen,
    { kind: 'label owed', deviceId: sampleDevice(index), run: `run-${index}` },
  ];
};

const printed = (index: number): JournalEvent => ({
  kind: 'label printed',
  deviceId: sampleDevice(index),
  reprint: false,
  operator: null,
});

/** Counts how often the journal is asked, and how many labels come back. */
class CountedJournal extends WrappedJournal {
  asked = 0;
  listed = 0;
  largest = 0;

  override unit(...ids: Parameters<WrappedJournal['unit']>): ReturnType<WrappedJournal['unit']> {
    this.asked += 1;
    return super.unit(...ids);
  }

  override async labels(
    ...asked: Parameters<WrappedJournal['labels']>
  ): Promise<Awaited<ReturnType<WrappedJournal['labels']>>> {
    const labels = await super.labels(...asked);
    this.listed += labels.length;
    this.largest = Math.max(this.largest, labels.length);
    return labels;
  }
}

/** A printer that needs four seconds for a label, whose code is what the template says. */
const openLabels = async (codeOfProduct = '{{deviceId}}') => {
  const clock = new VirtualClock();
  const journal = new CountedJournal(await openTestJournal(temporaryJournalPath()));
  const template = parseLabelTemplate(codeOfProduct, { source: 'test', showPac: false });
  const paper: string[] = [];
  const printer: LabelPrinter = {
    print: async (label) => {
      await clock.sleep(4000, { signal: new AbortController().signal });
      paper.push(label.deviceId);
    },
    codeOf: (label) => codeOfLabel(template, label),
    readCode: (scanned) => readLabelCode(template, scanned),
  };
  const labels = new Labels({
    printer,
    journal,
    clock,
    look: () => ({ productName: 'Tank', showPac: false, isWanted: true }),
  });
  return { clock, journal, labels, paper };
};

test('A scan of a label costs the same however many labels wait to be scanned', async () => {
  const { journal, labels } = await openLabels();
  for (let index = 0; index < 300; index += 1) await journal.append([...confirmed(index), printed(index)]);
  expect(await labels.verifyLate(sampleDevice(299).toLowerCase(), { operator: null })).toBe(sampleDevice(299));
  expect(await labels.verifyLate('0042', { operator: null })).toBeNull();
  expect(await labels.verifyLate(sampleDevice(299), { operator: null })).toBe(sampleDevice(299));
  expect((await journal.label(deviceId(sampleDevice(299))))?.verifiedAt).not.toBeNull();
  expect(journal.asked).toBeLessThan(5);
  expect(journal.listed).toBe(0);
});

test.each([
  ['{{deviceId}};{{serial}}', '00A10001;0042'],
  ['SN {{serial}}', 'SN 0042'],
  ['{{productName}}/{{certificate?}}/{{deviceId}}', 'Tank/P_00A1_B2C3_01/00A10001'],
  ['{{name}} of {{productName:3}}', 'sample 00A10001 of Tan'],
])('A label whose code is %s is found by a scan of it', async (code, scanned) => {
  const { journal, labels } = await openLabels(code);
  for (const index of [0, 1, 2])
    await journal.append([
      ...confirmed(index),
      {
        kind: 'serial bound',
        serial: `004${index + 1}`,
        deviceId: sampleDevice(index),
        run: `run-${index}`,
        slot: 'left',
      },
      printed(index),
    ]);
  expect(await labels.verifyLate(`${scanned}x`, { operator: null })).toBeNull();
  expect(await labels.verifyLate(scanned, { operator: 'Ada' })).toBe(sampleDevice(1));
  expect(await journal.label(deviceId(sampleDevice(1)))).toMatchObject({ state: 'verified' });
});

test('A unit that leaves while another one is printed is let go at once, and nothing is printed for it', async () => {
  const { clock, journal, labels, paper } = await openLabels();
  await journal.append([...confirmed(1), ...confirmed(2)]);
  const stop = new AbortController();
  const pulled = new AbortController();
  const first = labels.printOwed(deviceId(sampleDevice(1)), { signal: stop.signal });
  const second = labels.printOwed(deviceId(sampleDevice(2)), { signal: pulled.signal });
  await clock.untilSleeping();
  await clock.advance(100);
  pulled.abort(new Error('the unit left'));
  await expect(second).rejects.toThrow('the unit left');
  expect(clock.uptime() % 4000).toBe(100);
  await clock.advance(10_000);
  await first;
  expect(paper).toEqual([sampleDevice(1)]);
  expect(await journal.label(deviceId(sampleDevice(2)))).toMatchObject({ state: 'owed' });
});

test('Labels that are owed are read a few at a time, and all of them are printed without a pause between', async () => {
  const { clock, journal, labels, paper } = await openLabels();
  for (let index = 0; index < 60; index += 1) await journal.append(confirmed(index));
  const stop = new AbortController();
  const drained = labels.drain(stop);
  for (let index = 0; index < 60; index += 1) {
    await clock.untilSleeping();
    await clock.advance(4000);
  }
  expect(paper.length).toBe(60);
  expect(journal.largest).toBeLessThanOrEqual(20);
  stop.abort();
  await drained;
});
