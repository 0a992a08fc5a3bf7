import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/journal/events.ts';
import type { Journal, Sequence } from '../../src/journal/journal.ts';
import { WrappedJournal } from '../acceptance/support/wrapped-journal.ts';
import { owedEvent, readEvent, unitOf } from '../registrar/registrar-bench.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine, product, type LineBench, type LineBenchOptions } from './line-bench.ts';

const unit = unitOf(1);
const wrongPac = unitOf(7).pac;
const wanted = { deviceTypeId: product.deviceTypeId, name: 'typed' };

/** Somebody typed this pair, and it went as far as that. */
const typed = async (
  line: LineBench,
  pair: Parameters<typeof readEvent>[0],
  end: 'owed' | 'refused' | 'confirmed',
): Promise<void> => {
  const { deviceId } = pair;
  await line.journal.append([readEvent(pair), owedEvent(pair, wanted)]);
  if (end === 'owed') return;
  await line.journal.append([{ kind: 'registration intended', deviceId, backend: 'backend.test' }]);
  if (end === 'refused')
    await line.journal.append([
      { kind: 'registration refused', deviceId, code: 'backend refused', reason: 'The PAC is wrong.' },
    ]);
  else
    await line.journal.append([
      { kind: 'registration confirmed', deviceId, code: 'registered', backend: 'backend.test', apiUser: 'line' },
    ]);
};

const open = async (options: LineBenchOptions = {}) => {
  const backend = new FarBackend();
  const line = await openLine({ backend, dialect: 'ax-wisol', ...options });
  return { line, backend };
};

const person = { operator: 'Tom', reason: 'a mistake' };

describe('A pair that was only typed', () => {
  test.each(['refused', 'owed'] as const)(
    'with a wrong PAC, and is %s, gives way to the board itself, as an event',
    async (end) => {
      const { line, backend } = await open();
      await typed(line, { deviceId: unit.deviceId, pac: wrongPac }, end);
      void line.start();
      expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'registered' });
      expect((await line.journal.unit(unit.deviceId))?.pac.equals(unit.pac)).toBe(true);
      expect(await line.events()).toContainEqual({
        kind: 'pair gave way',
        deviceId: unit.deviceId,
        reason: 'the unit has another PAC than the one that was typed or listed for it',
      });
      expect(backend.created).toEqual([unit.deviceId]);
      expect(await line.journal.verify()).toMatchObject({ brokenAt: null });
    },
  );

  test.each(['refused', 'owed'] as const)(
    'with a wrong ID, and is %s, gives its PAC back to the board it is from',
    async (end) => {
      const { line } = await open();
      const mistyped = unitOf(0x1000);
      await typed(line, { deviceId: mistyped.deviceId, pac: unit.pac }, end);
      void line.start();
      expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'registered' });
      expect(await line.journal.registration(mistyped.deviceId)).toBeNull();
      expect(await line.events()).toContainEqual(
        expect.objectContaining({ kind: 'pair gave way', deviceId: mistyped.deviceId }),
      );
    },
  );

  test('and was confirmed does not give way: a board with another PAC needs a person', async () => {
    const { line, backend } = await open();
    await typed(line, { deviceId: unit.deviceId, pac: wrongPac }, 'confirmed');
    void line.start();
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
      colour: 'red',
      outcome: 'error',
      code: 'new pac',
    });
    expect(backend.created).toEqual([]);
  });
});

describe('A unit that was confirmed and comes back with another PAC', () => {
  test('is red until a person takes its new pair, and then it is looked up as what it is', async () => {
    const { line, backend } = await open();
    void line.start();
    expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
    const returned = boardOf(1, { pac: wrongPac.reveal() });
    expect((await line.pass('left', returned)).verdict).toMatchObject({
      colour: 'red',
      outcome: 'error',
      code: 'new pac',
    });
    await line.journal.append([{ kind: 'unit released', deviceId: unit.deviceId, pair: 'forgotten', ...person }]);
    expect((await line.pass('left', returned)).verdict).toMatchObject({ colour: 'green', code: 'already done' });
    expect(backend.created).toEqual([unit.deviceId]);
  });

  test('is the same unit where that is the PAC that the backend has made of it', async () => {
    const { line, backend } = await open();
    void line.start();
    await line.pass('left', boardOf(1));
    const { deviceId } = unit;
    await line.journal.append([
      {
        kind: 'registration confirmed',
        deviceId,
        code: 'already done',
        backend: 'backend.test',
        apiUser: 'line',
        currentPac: wrongPac.reveal(),
      },
    ]);
    expect((await line.pass('left', boardOf(1, { pac: wrongPac.reveal() }))).verdict).toMatchObject({
      colour: 'green',
      code: 'already done',
    });
    expect((await line.journal.unit(deviceId))?.pac.equals(unit.pac)).toBe(true);
    expect(backend.created).toEqual([deviceId]);
  });
});

test('A unit that somebody has set aside is red with the reason, whatever it was before, until it is released', async () => {
  const { line } = await open();
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
  await line.journal.append([
    { kind: 'unit set aside', deviceId: unit.deviceId, operator: 'Tom', reason: 'its housing is cracked' },
  ]);
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
    colour: 'red',
    outcome: 'error',
    code: 'set aside',
    message: expect.stringContaining('its housing is cracked'),
  });
  await line.journal.append([{ kind: 'unit released', deviceId: unit.deviceId, pair: 'kept', ...person }]);
  expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
});

test('A typed pair that is sent in the moment in which its board is read does not give way any more, and is no fault of ours', async () => {
  /** Sends the typed pair just before the board's own is written down. */
  class OvertakenJournal extends WrappedJournal {
    readonly #inner: Journal;

    constructor(inner: Journal) {
      super(inner);
      this.#inner = inner;
    }

    override async append(events: readonly JournalEvent[]): Promise<Sequence> {
      if (events.some(({ kind }) => kind === 'pair gave way'))
        await this.#inner.append([{ kind: 'registration intended', deviceId: unit.deviceId, backend: 'backend.test' }]);
      return super.append(events);
    }
  }

  const { line } = await open({ through: (journal) => new OvertakenJournal(journal) });
  await typed(line, { deviceId: unit.deviceId, pac: wrongPac }, 'owed');
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code: 'two pacs for one id' });
  expect((await line.journal.unit(unit.deviceId))?.pac.equals(wrongPac)).toBe(true);
});
