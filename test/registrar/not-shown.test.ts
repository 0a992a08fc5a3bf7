import { describe, expect, test } from 'vitest';
import { unitOf, waiting } from './registrar-bench.ts';
import { openVirtual } from './virtual-registrar.ts';

const units = Array.from({ length: 30 }, (_, index) => unitOf(0x800 + index));
const [unit] = [unitOf(0x800)];
const { deviceId } = unit;
const hides = ['certificate', 'device type'] as const;

describe('What the backend does not show to this API user', () => {
  test('is no difference: the unit is green on what was sent and accepted, and it is said once', async () => {
    const bench = await openVirtual({ hides });
    await bench.list('file', ...units);
    const registrar = await bench.start();
    await bench.through(registrar.flush({}, { signal: waiting() }));
    expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    expect(registrar.activities.filter(({ kind }) => kind === 'hidden')).toEqual([
      { kind: 'hidden', fields: ['certificate', 'device type'], deviceId: expect.any(String) as string },
    ]);
  });

  test('can make a unit amber instead, which is told at once and not waited for', async () => {
    const bench = await openVirtual({ hides });
    await bench.owe(unit);
    const registrar = await bench.start({ ifHidden: 'amber' });
    const begun = bench.clock.uptime();
    expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
      state: 'accepted',
      code: 'not shown',
    });
    expect(bench.clock.uptime() - begun).toBeLessThan(5000);
    expect(bench.backend.created).toEqual([deviceId]);
  });

  test.each(['at once', 'as a job'] as const)(
    'settles a lost answer all the same, where units are answered %s: the backend has it, and it is never sent again',
    async (singles) => {
      const bench = await openVirtual({
        hides,
        singles,
        fateOf: (request) => (request === 1 ? 'lost after' : 'answered'),
      });
      await bench.owe(unit);
      const registrar = await bench.start({ ifHidden: 'amber' });
      expect(await bench.through(registrar.register(deviceId, { signal: waiting() }))).toMatchObject({
        state: 'accepted',
        code: 'not shown',
      });
      await bench.through(registrar.flush({}, { signal: waiting() }), { forMs: 60_000 });
      expect(bench.backend.created).toEqual([deviceId]);
    },
  );

  test.each([1, 100])(
    'does not make a command wait for what looking does not change (in batches from %i)',
    async (batchFrom) => {
      const bench = await openVirtual({ hides });
      await bench.list('file', ...units);
      await bench.through((await bench.start({ ifHidden: 'amber' })).flush({}, { signal: waiting(), batchFrom }), {
        forMs: 600_000,
      });
      expect(await bench.journal.countRegistrations()).toEqual({ accepted: units.length });
      expect(bench.backend.created).toHaveLength(units.length);
      // With the right to see it, they are green
      await bench.through((await bench.start()).flush({}, { signal: waiting() }));
      expect(await bench.journal.countRegistrations()).toEqual({ confirmed: units.length });
    },
  );

  test.each([1, 100])(
    'does not lead to a second create of a unit that is owed again and is there after all (in batches from %i)',
    async (batchFrom) => {
      const bench = await openVirtual({
        hides,
        listDelayMs: () => 3_600_000,
        fateOf: (request) => (request === 1 ? 'lost after' : 'answered'),
      });
      await bench.list('file', unit);
      const first = await bench.start({ ifHidden: 'amber', timing: { callAfterMs: 1000 } });
      const stop = new AbortController();
      const settling = Promise.allSettled([first.flush({}, { signal: stop.signal, batchFrom })]);
      await bench.passing(500);
      stop.abort(new Error('enough'));
      await bench.through(settling);
      await bench.journal.append([
        { kind: 'registration resend allowed', deviceId, operator: 'eng', reason: 'not in the portal' },
      ]);
      await bench.passing(3_700_000);
      await bench.through((await bench.start({ ifHidden: 'amber' })).flush({}, { signal: waiting(), batchFrom }), {
        forMs: 600_000,
      });
      expect(bench.backend.created).toEqual([deviceId]);
      expect(await bench.stateOf(unit)).toBe('owed');
    },
  );
});
