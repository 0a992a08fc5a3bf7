import { expect, test } from 'vitest';
import { lineModem } from '../../firmware-protocols/simulator.ts';
import { noChecks } from '../../src/domain/product-checks.ts';
import type { Outcome, ResultCode, VerdictColour } from '../../src/domain/outcome.ts';
import type { VirtualBoard } from '../../src/simulator/bench/bench-place.ts';
import type { PacList } from '../../src/station/pac-list.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { boardOf, openLine } from './line-bench.ts';

const listed: PacList = { pacOf: (deviceId) => (deviceId === unitOf(2).deviceId ? unitOf(2).pac : null) };

/** Talks, but no Sigfox. */
const gpsReceiver = boardOf(6, {
  powerOn: () => ({
    modem: lineModem(
      {
        terminators: '\r',
        maxLength: 80,
        echo: () => '',
        react: (state: null) => ({ state, text: '$GPRMC,,V,,,,,,,,,,N*53\r\n' }),
      },
      null,
    ),
    replies: [],
  }),
});

interface Row {
  readonly title: string;
  readonly board: VirtualBoard;
  readonly pacList?: PacList;
  readonly dialect?: string;
  readonly verdict: readonly [VerdictColour, Outcome, ResultCode];
  /** Whether the journal knows the unit afterwards, with a registration that was owed. */
  readonly wasRead: boolean;
}

const rows: readonly Row[] = [
  {
    title: 'A board of a known kind is green',
    board: boardOf(1),
    verdict: ['green', 'pass', 'registered'],
    wasRead: true,
  },
  {
    title: 'A board of the named kind is green',
    board: boardOf(1),
    dialect: 'ax-wisol',
    verdict: ['green', 'pass', 'registered'],
    wasRead: true,
  },
  {
    title: 'A modem without a PAC needs a list',
    board: boardOf(2, { dialect: 'td-next' }),
    verdict: ['red', 'error', 'pac needed'],
    wasRead: false,
  },
  {
    title: 'A modem without a PAC is green by the list',
    board: boardOf(2, { dialect: 'td-next' }),
    pacList: listed,
    verdict: ['green', 'pass', 'registered'],
    wasRead: true,
  },
  {
    title: 'A modem that the list does not have is red',
    board: boardOf(3, { dialect: 'td-next' }),
    pacList: listed,
    verdict: ['red', 'error', 'pac not listed'],
    wasRead: false,
  },
  {
    title: 'A mute board is red by the clock',
    board: boardOf(4, { modem: ['mute'] }),
    verdict: ['red', 'timeout', 'no answer'],
    wasRead: false,
  },
  {
    title: 'A mute board of the named kind is red by the clock',
    board: boardOf(4, { modem: ['mute'] }),
    dialect: 'ax-wisol',
    verdict: ['red', 'timeout', 'no answer'],
    wasRead: false,
  },
  {
    title: 'A board without credentials fails',
    board: boardOf(5, { modem: ['unprovisioned'] }),
    verdict: ['red', 'fail', 'unprovisioned'],
    wasRead: false,
  },
  {
    title: 'A device that is no modem is no failed unit',
    board: gpsReceiver,
    verdict: ['red', 'error', 'foreign device'],
    wasRead: false,
  },
  {
    title: 'A line that is too noisy is no failed unit',
    board: boardOf(7, { line: [{ kind: 'noise', probability: 0.07, seed: 21 }] }),
    dialect: 'ax-wisol',
    verdict: ['red', 'error', 'line is noisy'],
    wasRead: false,
  },
  {
    title: 'One flipped bit is read over',
    board: boardOf(8, { line: [{ kind: 'flipped bit', answer: 3, byte: 3, bit: 0 }] }),
    verdict: ['green', 'pass', 'registered'],
    wasRead: true,
  },
];

test.each(rows)('$title', async ({ board, pacList, dialect, verdict: [colour, outcome, code], wasRead }) => {
  const line = await openLine({ ...(pacList && { pacList }), ...(dialect !== undefined && { dialect }) });
  void line.start();
  const { run, verdict } = await line.pass('left', board);
  expect(verdict).toMatchObject({ colour, outcome, code });
  expect(await line.journal.run(run)).toMatchObject({ colour, outcome, code, message: verdict.message, slot: 'left' });
  const { deviceId } = board.unit;
  const registration = (await line.journal.registrations(['confirmed', 'owed'], { limit: 10_000 })).find(
    (record) => record.deviceId === deviceId,
  );
  expect(registration?.state ?? null).toBe(wasRead ? 'confirmed' : null);
  expect(JSON.stringify(await line.journal.run(run))).not.toContain(board.unit.pac);
  expect(line.illegalEvents()).toBe(0);
});

test('A PAC that was read before from another ID is stopped', async () => {
  const line = await openLine();
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict.colour).toBe('green');
  const { verdict } = await line.pass('left', boardOf(2, { pac: boardOf(1).unit.pac }));
  expect(verdict).toMatchObject({ colour: 'red', outcome: 'fail', code: 'two ids for one pac' });
  expect(await line.journal.unit(unitOf(2).deviceId)).toBeNull();
});

test('An ID that was read before with another PAC, and not confirmed with it, is stopped', async () => {
  const line = await openLine({ rules: { checks: { ...noChecks, idFrom: unitOf(5).deviceId } } });
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict.code).toBe('check failed');
  const { verdict } = await line.pass('right', boardOf(1, { pac: boardOf(2).unit.pac }));
  expect(verdict).toMatchObject({ colour: 'red', outcome: 'fail', code: 'two pacs for one id' });
});

test('Of two boards with one PAC that are seated at the same time, one is stopped', async () => {
  const line = await openLine();
  void line.start();
  line.bench.plug('left', boardOf(1));
  line.bench.plug('right', boardOf(2, { pac: boardOf(1).unit.pac }));
  const verdicts = [await line.judged('left'), await line.judged('right')].map(({ verdict }) => verdict);
  expect(verdicts.map(({ code }) => code).toSorted()).toEqual(['registered', 'two ids for one pac']);
});

test('A unit that is seated again is already done, and created once', async () => {
  const line = await openLine();
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict.code).toBe('registered');
  expect((await line.pass('right', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'already done' });
});
