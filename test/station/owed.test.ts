import { expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal, Sequence } from '../../src/journal/journal.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { certificate as wantedCertificate, owedEvent, readEvent, unitOf } from '../registrar/registrar-bench.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine, product, type LineBench } from './line-bench.ts';

const unit = unitOf(1);

const drainUntilConfirmed = async (line: LineBench): Promise<void> => {
  const over = new AbortController();
  const draining = line.registrar.drain({ signal: over.signal });
  await line.settle(
    line.journal.until(async () =>
      (await line.journal.registration(unit.deviceId))?.state === 'confirmed' ? true : null,
    ),
    600_000,
  );
  over.abort();
  await line.settle(draining);
};

test('With the backend down a unit is amber at once, and confirmed when it is back', async () => {
  const backend = new FarBackend();
  const line = await openLine({ backend });
  backend.isReachable = false;
  void line.start();
  const { verdict } = await line.pass('left', boardOf(1));
  expect(verdict).toMatchObject({ colour: 'amber', outcome: 'pass', code: 'backend unreachable' });
  expect(await line.journal.registration(unit.deviceId)).toMatchObject({ state: 'owed' });
  backend.isReachable = true;
  await drainUntilConfirmed(line);
  expect(backend.created).toEqual([unit.deviceId]);
});

test('With a backend that does not answer a unit is amber when its patience is over', async () => {
  const backend = new FarBackend();
  const line = await openLine({ backend, amberAfterMs: 3000 });
  const answer = Promise.withResolvers<void>();
  backend.answers = answer.promise;
  void line.start();
  line.bench.plug('left', boardOf(1));
  const { run, verdict } = await line.judged('left');
  expect(verdict).toMatchObject({ colour: 'amber', outcome: 'pass', code: 'registration unknown' });
  const elapsedMs = (await line.journal.run(run))?.elapsedMs ?? 0;
  expect(elapsedMs).toBeGreaterThanOrEqual(3000);
  expect(elapsedMs).toBeLessThan(4000);
  answer.resolve();
  await line.settle(line.registrar.idle());
  expect(await line.journal.registration(unit.deviceId)).toMatchObject({ state: 'confirmed' });
});

test.each([
  {
    when: 'before its verdict',
    plugUntil: (line: LineBench) =>
      line.until('left', (state) => state.kind === 'working' && state.phase === 'registering'),
  },
  { when: 'on amber', plugUntil: (line: LineBench) => line.judged('left') },
])('A unit that is taken out $when does not cut its registration off', async ({ plugUntil }) => {
  const backend = new FarBackend();
  const line = await openLine({ backend, amberAfterMs: 3000 });
  const answer = Promise.withResolvers<void>();
  backend.answers = answer.promise;
  void line.start();
  line.bench.plug('left', boardOf(1));
  await plugUntil(line);
  line.bench.unplug('left');
  await line.empty('left');
  answer.resolve();
  await line.settle(line.registrar.idle());
  expect(await line.journal.registration(unit.deviceId)).toMatchObject({ state: 'confirmed', code: 'registered' });
  expect(await line.kinds()).not.toContain('registration unknown');
});

test('A debt that is sent between the look at it and its being written down is not owed twice', async () => {
  /** Sends the unit's older debt in the very moment when the line owes it again. */
  class OvertakenJournal extends WrappedJournal {
    readonly #inner: Journal;

    constructor(inner: Journal) {
      super(inner);
      this.#inner = inner;
    }

    override async append(events: readonly JournalEvent[]): Promise<Sequence> {
      if (events.length > 1 && events.some(({ kind }) => kind === 'registration owed'))
        await this.#inner.append([{ kind: 'registration intended', deviceId: unit.deviceId }]);
      return super.append(events);
    }
  }

  const backend = new FarBackend();
  const line = await openLine({ backend, through: (journal) => new OvertakenJournal(journal) });
  await line.journal.append([readEvent(unit)]);
  await line.journal.append([owedEvent(unit, { deviceTypeId: product.deviceTypeId, name: `tank-${unit.deviceId}` })]);
  void line.start();
  const { verdict } = await line.pass('left', boardOf(1));
  expect(verdict).toMatchObject({ colour: 'amber', code: 'registration unknown' });
  await drainUntilConfirmed(line);
  expect(backend.created).toEqual([unit.deviceId]);
});

/** A unit that was sent for another product on an earlier shift, and whose answer got lost. */
const sentForAnother = async (line: LineBench): Promise<void> => {
  await line.journal.append([readEvent(unit), owedEvent(unit)]);
  await line.journal.append([{ kind: 'registration intended', deviceId: unit.deviceId }]);
  await line.journal.append([{ kind: 'registration unknown', deviceId: unit.deviceId, reason: 'the answer got lost' }]);
};

test('A unit that was registered for another product meanwhile is not green for this one', async () => {
  const backend = new FarBackend();
  const line = await openLine({ backend });
  await sentForAnother(line);
  const { deviceTypeId, certificate } = (await line.journal.registration(unit.deviceId)) ?? expect.fail('it was owed');
  expect(deviceTypeId).not.toBe(product.deviceTypeId);
  backend.devices.set(unit.deviceId, {
    deviceId: unit.deviceId,
    name: 'earlier',
    deviceTypeId,
    certificate: wantedCertificate,
    prototype: certificate === null,
  });
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code: 'other device type' });
});

test('A unit whose earlier registration for another product is not settled is not amber for this one', async () => {
  const backend = new FarBackend();
  const line = await openLine({ backend });
  await sentForAnother(line);
  backend.isReachable = false;
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
    colour: 'red',
    outcome: 'error',
    code: 'registration unknown',
  });
});

test.each([
  ['was accepted for another product and is not listed yet', 'other device type', /The backend took it at/],
  ['may have been sent for another product', 'registration unknown', /An answer got lost at/],
])('A unit that %s is red with just that', async (_, code, words) => {
  const clock = new VirtualClock();
  const backend = new FarBackend({ clock, listAfterMs: 600_000 });
  const line = await openLine({ clock, backend });
  await sentForAnother(line);
  if (code !== 'registration unknown')
    await line.journal.append([
      {
        kind: 'registration accepted',
        deviceId: unit.deviceId,
        reason: 'the backend has it already, and this station sent it before',
      },
    ]);
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
    colour: 'red',
    outcome: 'error',
    code,
    message: expect.stringMatching(words),
  });
  expect(backend.created).toEqual([]);
});
