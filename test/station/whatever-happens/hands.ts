import { expect } from 'vitest';
import { encodeCommandCode } from '../../../src/domain/scanning/command-code.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';
import { BadgeDoor } from '../../../src/station/operator/badge-door.ts';
import { OperatorDesk } from '../../../src/station/operator/operator-desk.ts';
import type { ScanAnswer } from '../../../src/station/operator/scan-answer.ts';
import type { Presence, SlotSetting } from '../../../src/station/slot-setting.ts';
import { unitOf, waiting } from '../../registrar/registrar-bench.ts';
import { FarBackend } from '../far-backend.ts';
import { boardOf, openLine } from '../line-bench.ts';

/** Boards on the table, by their numbers: 4 has the ID of 1 in another board, 5 is mute, 6 was never given an ID. */
export const boards = [1, 2, 3, 4, 5, 6] as const;

export type BoardNumber = (typeof boards)[number];

export const deviceIdOf = (board: BoardNumber) => unitOf(board === 4 ? 1 : board).deviceId;

/** What is printed on the board. */
export const serialNumberOf = (board: BoardNumber): string => `1000000${board}`;

const virtualBoard = (board: BoardNumber) =>
  boardOf(board === 4 ? 1 : board, board === 5 ? { modem: ['mute'] } : board === 6 ? { modem: ['unprovisioned'] } : {});

/** What a person can do at the bench, or happen to it. */
export type Deed =
  /** `put and scan`: its serial number is scanned as soon as it is seen. */
  | { readonly do: 'put' | 'put and scan'; readonly board: BoardNumber; readonly slot: string }
  /** Another board is in its place before any port, lid or look has noticed. */
  | { readonly do: 'exchange'; readonly board: BoardNumber; readonly slot: string }
  | { readonly do: 'take out'; readonly slot: string }
  | { readonly do: 'scan'; readonly code: string }
  /** What is printed on the board that is in the slot, or what was stuck on it. */
  | { readonly do: 'scan its serial number' | 'scan its label'; readonly slot: string }
  | { readonly do: 'backend' | 'printer'; readonly isThere: boolean }
  | { readonly do: 'wait'; readonly ms: number };

export interface Scan {
  readonly at: number;
  readonly code: string;
  /** null: it was refused. */
  readonly answer: ScanAnswer | null;
}

/** A board in a slot, from when to when; Infinity: it is still there. */
export interface Seat {
  readonly slot: string;
  readonly board: BoardNumber;
  readonly from: number;
  to: number;
}

/** What the station took for a seating. */
export interface Seating {
  readonly slot: string;
  readonly at: number;
}

const stepMs = 20;
/** By then most kinds of presence have noticed a unit, and it is still being read. */
const noticedMs = 300;

const settingOf = (presence: Presence): SlotSetting =>
  presence === 'line'
    ? { name: presence, port: presence, presence, line: 'cts' }
    : { name: presence, port: presence, presence };

/** A line with one slot of each of these kinds, named after it, and the hands of a person who does anything at any moment. */
export const openBench = async (kinds: readonly Presence[]) => {
  const backend = new FarBackend();
  const printer = { isThere: true, papers: [] as string[] };
  const line = await openLine({
    dialect: 'ax-wisol',
    slots: kinds.map(settingOf),
    backend,
    drains: true,
    contactBounceMs: 400,
    amberAfterMs: 2000,
    rules: { serialPattern: /^\d{8}$/, label: { showPac: false, scanBack: true }, lockOutReds: 3, bootMs: 1000 },
    gates: [
      {
        name: 'the radio test',
        ask: async (_, { signal }) => {
          await line.clock.sleep(300, { signal });
          return { kind: 'allowed' };
        },
      },
    ],
    printer: {
      print: async ({ deviceId }) => {
        if (!printer.isThere) throw new PaclineError('printer down', 'The printer is out of reach.');
        printer.papers.push(deviceId);
      },
      codeOf: ({ deviceId }) => deviceId,
      readCode: (scanned) => ({ deviceId: scanned, serial: null }),
    },
  });
  const desk = new OperatorDesk({
    station: () => line.station,
    scans: line.scans,
    labels: line.labels,
    journal: line.journal,
    rules: line.rules,
    scanner: { prefix: '', suffix: '', badgePrefix: 'B-' },
    badges: new BadgeDoor({
      journal: line.journal,
      clock: line.clock,
      findPerson: async (code) => (code === 'B-7' ? { name: 'Tom', role: 'technician' } : null),
    }),
  });
  const { bench, clock, station } = line;
  for (const kind of kinds) if (kind !== 'port') bench.addSocket(kind);
  const scans: Scan[] = [];
  const seats: Seat[] = [];
  const seatings: Seating[] = [];
  const seated = new Set<string>();
  station.onChange(({ name, state }) => {
    if (state.kind === 'empty') seated.delete(name);
    else if (!seated.has(name)) {
      seated.add(name);
      seatings.push({ slot: name, at: clock.uptime() });
    }
  });
  const failures: unknown[] = [];
  line.start().catch((error: unknown) => failures.push(error));

  /** In steps, and with turns of the event loop between them: what is written to the disk takes no virtual time. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      await clock.advance(Math.min(stepMs, left));
      await new Promise((resume) => setImmediate(resume));
    }
  };

  const seatIn = (slot: string): Seat | undefined => seats.find((seat) => seat.slot === slot && seat.to === Infinity);

  const takeOut = (slot: string): void => {
    const seat = seatIn(slot);
    if (seat === undefined) return;
    seat.to = clock.uptime();
    if (slot === 'port') return bench.unplug(slot);
    if (slot === 'line') bench.openLid(slot, 'cts');
    bench.remove(slot);
  };

  const isUnread = (slot: string): boolean => {
    const state = line.slot(slot)?.state;
    return state?.kind === 'seated' || (state?.kind === 'working' && state.deviceId === null);
  };

  /** A unit that leaves before anybody has read who it is is not known from the one that comes in its place: hands are not that quick. */
  const takeOutUnread = async (slot: string): Promise<void> => {
    if (!isUnread(slot)) return;
    takeOut(slot);
    while (isUnread(slot)) await pass(stepMs);
  };

  const put = async (board: BoardNumber, slot: string): Promise<void> => {
    const before = seats.find((seat) => seat.board === board && seat.to === Infinity);
    if (before !== undefined) takeOut(before.slot);
    await takeOutUnread(slot);
    takeOut(slot);
    seats.push({ slot, board, from: clock.uptime(), to: Infinity });
    if (slot === 'port') return bench.plug(slot, virtualBoard(board));
    bench.insert(slot, virtualBoard(board));
    if (slot === 'line') bench.closeLid(slot, 'cts');
  };

  const exchange = async (board: BoardNumber, slot: string): Promise<void> => {
    await takeOutUnread(slot);
    const there = seatIn(slot);
    if (there === undefined) return put(board, slot);
    const before = seats.find((seat) => seat.board === board && seat.to === Infinity);
    if (before === there) return;
    if (before !== undefined) takeOut(before.slot);
    there.to = clock.uptime();
    seats.push({ slot, board, from: clock.uptime(), to: Infinity });
    bench.insert(slot, virtualBoard(board));
  };

  const scan = async (code: string): Promise<void> => {
    const at = clock.uptime();
    try {
      const answer = await line.settle(desk.take(code, { signal: waiting() }));
      scans.push({ at, code, answer });
    } catch (error) {
      if (!PaclineError.is(error) || error.code === 'internal fault') failures.push(error);
      scans.push({ at, code, answer: null });
    }
  };

  const perform = async (deed: Deed): Promise<void> => {
    switch (deed.do) {
      case 'put':
        return put(deed.board, deed.slot);
      case 'put and scan':
        await put(deed.board, deed.slot);
        if (deed.slot === 'start') station.start(deed.slot);
        await pass(noticedMs);
        return scan(serialNumberOf(deed.board));
      case 'exchange':
        return exchange(deed.board, deed.slot);
      case 'take out':
        return takeOut(deed.slot);
      case 'scan':
        return scan(deed.code);
      case 'scan its serial number':
      case 'scan its label': {
        const seat = seatIn(deed.slot);
        if (seat === undefined) return;
        return scan(deed.do === 'scan its label' ? deviceIdOf(seat.board) : serialNumberOf(seat.board));
      }
      case 'backend':
        backend.isReachable = deed.isThere;
        return;
      case 'printer':
        printer.isThere = deed.isThere;
        return;
      case 'wait':
        return pass(deed.ms);
    }
  };

  return {
    line,
    backend,
    scans,
    seats,
    seatings,
    failures,
    perform,
    /** Nothing is in any slot any more. */
    clear: (): void => kinds.forEach(takeOut),
  };
};

export type HandsBench = Awaited<ReturnType<typeof openBench>>;

/** Everything that a scanner can find on the bench whose slots these are. */
export const codesOf = (slots: readonly string[]): readonly string[] => [
  ...boards.map(serialNumberOf),
  ...boards.map(deviceIdOf),
  'B-7',
  'hello',
  ...slots.flatMap((slot) =>
    (['slot', 'start', 'unlock', 'reprint', 'cancel'] as const).map((command) => encodeCommandCode({ command, slot })),
  ),
  encodeCommandCode({ command: 'cancel', slot: null }),
  encodeCommandCode({ command: 'start', slot: null }),
  encodeCommandCode({ command: 'sign out' }),
];

export const expectNoFault = ({ failures, line }: HandsBench): void => {
  expect(failures).toEqual([]);
  expect(line.illegalEvents()).toBe(0);
};
