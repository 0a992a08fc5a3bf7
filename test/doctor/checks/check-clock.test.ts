import { expect, onTestFinished, test } from 'vitest';

import { BaseUrl } from '../../../src/backend/http/base-url.ts';
import { checkClock } from '../../../src/doctor/checks/check-clock.ts';
import type { JournalEnd } from '../../../src/doctor/journal-end.ts';
import { deadBase, startScriptedServer } from '../../backend/scripted-server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { about, complaints, lookedAt } from '../looked-at.ts';

const minute = 60_000;

/** A server that says that it is so much later, or earlier, than our clock. */
const serverAhead = async (clock: VirtualClock, ms: number): Promise<BaseUrl> => {
  const server = await startScriptedServer(() => ({
    status: 401,
    headers: { date: new Date(clock.now() + ms).toUTCString() },
  }));
  onTestFinished(() => server[Symbol.asyncDispose]());
  return BaseUrl.parse(server.base);
};

const look = (clock: VirtualClock, base: BaseUrl | null, last: JournalEnd | null = null) =>
  lookedAt(checkClock({ clock, base, lastEvent: async () => last }));

test.each([
  { serverIs: 0, complaint: [] },
  { serverIs: 50_000, complaint: [] },
  { serverIs: 2 * minute, complaint: ['warning: against backend: clock wrong'], says: 'This clock is 2 min behind' },
  { serverIs: -2 * minute, complaint: ['warning: against backend: clock wrong'], says: 'This clock is 2 min ahead of' },
  { serverIs: 10 * minute, complaint: ['fault: against backend: clock wrong'], says: '10 min behind' },
  { serverIs: 400 * 24 * 60 * minute, complaint: ['fault: against backend: clock wrong'], says: '400 days behind' },
])("the backend's time is $serverIs ms from ours: $complaint", async ({ serverIs, complaint, says = '' }) => {
  const clock = new VirtualClock();
  const findings = await look(clock, await serverAhead(clock, serverIs));
  expect(complaints(findings)).toEqual(complaint);
  expect(about(findings, 'against backend').message).toContain(says);
});

test('an event of the journal that lies in the future shows that the clock was set back', async () => {
  const clock = new VirtualClock();
  const findings = await look(clock, null, { sequence: 7, at: clock.now() + 90 * minute });
  expect(complaints(findings)).toEqual(['fault: against journal: clock wrong']);
  expect(about(findings, 'against journal').message).toContain('90 min in the future');
});

test('an event of last week is no fault', async () => {
  const clock = new VirtualClock();
  expect(complaints(await look(clock, null, { sequence: 7, at: clock.now() - 7 * 24 * 60 * minute }))).toEqual([]);
});

test('where nobody tells the time that is said, and is no fault: the check of the backend says why', async () => {
  const clock = new VirtualClock();
  const findings = await look(clock, BaseUrl.parse(await deadBase()));
  expect(complaints(findings)).toEqual([]);
  expect(about(findings, 'against backend')).toMatchObject({
    severity: 'skipped',
    message: expect.stringContaining('nobody listens there'),
  });
});

test('the local time is shown with its zone', async () => {
  const findings = await look(new VirtualClock(Date.UTC(2026, 0, 15, 12)), null);
  expect(about(findings, 'local time').message).toMatch(
    /^2026-01-1[456] \d\d:\d\d:\d\d, time zone \S+ \(UTC[+-]\d\d:\d\d\)$/,
  );
});
