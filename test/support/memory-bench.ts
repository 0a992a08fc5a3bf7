import type { Dialect } from '../../firmware-protocols/index.ts';
import type {
  ModemFault,
  PowerOn,
  Reaction,
  SimulatedModem,
  SimulatedUnit,
} from '../../firmware-protocols/simulator.ts';
import { textOf } from '../../src/dialect/latin1.ts';
import type { BoardManners } from '../../src/simulator/boards/board-manners.ts';
import { faultsOn, type WireFault } from '../../src/simulator/boards/wire-fault.ts';
import { MemoryPort } from '../../src/simulator/boards/memory-port.ts';
import { PacedBoard } from '../../src/simulator/boards/paced-board.ts';
import { pressResetEvery } from '../../src/simulator/boards/press-reset.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Made up. No four digits of the PAC stand in the ID or in anything that a simulated modem says. */
export const madeUpUnit: SimulatedUnit = { deviceId: '00A10C4E', pac: 'B7D93CE5A61F82D4', faults: new Set() };

export interface MemoryBenchOptions {
  readonly dialect: Pick<Dialect, 'definition' | 'powerOn'>;
  readonly unit?: Partial<SimulatedUnit>;
  readonly modemFaults?: readonly ModemFault[];
  readonly wireFaults?: readonly WireFault[];
  /** What the board does around its modem. */
  readonly manners?: BoardManners;
  /** At the speed of the wire, or with no time spent on it where a test is not about time; default: as a UART. */
  readonly pace?: 'as a UART' | 'at once';
  /** What becomes of bytes on their way to the host, a packet at a time. */
  readonly toHost?: (bytes: string) => string;
}

/** One simulated board on one memory port, in virtual time. A board that prints when it starts is reset again and again. */
export class MemoryBench {
  readonly clock = new VirtualClock();
  readonly port: MemoryPort;
  /** Every answer the modem gave, in the order by which line faults count them; single bytes are echoes. */
  readonly answers: string[] = [];
  readonly #power = new AbortController();

  constructor({
    dialect,
    unit,
    modemFaults = [],
    wireFaults = [],
    manners = {},
    pace = 'as a UART',
    toHost = (bytes) => bytes,
  }: MemoryBenchOptions) {
    const { serial, announcement } = dialect.definition;
    const { baudRate, link = 'uart' } = serial;
    let hostBaudRate = baudRate;
    // At another speed than it was sent, text arrives as anything but text.
    const atSpeed = (bytes: string): string =>
      hostBaudRate === baudRate || link === 'usb'
        ? bytes
        : bytes.replace(/[\s\S]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) | 0x80));
    this.port = new MemoryPort('/dev/virtual', {
      receive: (bytes) => board.receive(atSpeed(textOf(bytes))),
      setBaudRate: (changed) => {
        hostBaudRate = changed;
      },
    });
    const board = new PacedBoard({
      powerOn: this.#heard(dialect.powerOn),
      unit: { ...madeUpUnit, ...unit, faults: new Set(modemFaults) },
      baudRate: pace === 'as a UART' ? baudRate : null,
      wireFaults: faultsOn(link, wireFaults),
      manners,
      clock: this.clock,
      toHost: (bytes) => this.port.deliver(toHost(atSpeed(bytes))),
      unplug: () => this.pull(),
      signal: this.#power.signal,
    });
    if (announcement?.after === 'power-up')
      void pressResetEvery(resetEveryMs, board, { clock: this.clock, signal: this.#power.signal });
  }

  /** The cable is pulled, power and all. */
  pull(): void {
    this.#power.abort();
    this.port.pull();
  }

  /** Switches everything off, so that nothing of the bench itself is left sleeping. */
  async end(): Promise<void> {
    this.#power.abort();
    await this.port.close();
  }

  /**
   * Moves time on, in small steps, until the promise settles, and returns what it settles to.
   * Fails when it has not settled `withinMs` of virtual time from now.
   */
  async settle<Value>(
    promise: Promise<Value>,
    { withinMs }: { readonly withinMs: number } = { withinMs: 600_000 },
  ): Promise<Value> {
    const end = this.clock.uptime() + withinMs;
    const state = { settled: false };
    const watched = promise.finally(() => {
      state.settled = true;
    });
    watched.catch(() => undefined);
    await nextTurn();
    while (!state.settled) {
      if (this.clock.uptime() >= end) throw new Error(`not settled after ${withinMs} ms of virtual time`);
      if (this.clock.sleeping === 0) await nextTurn();
      await this.clock.advance(stepMs);
    }
    return watched;
  }

  #heard(powerOn: PowerOn): PowerOn {
    const noted = ({ modem, replies }: Reaction): Reaction => {
      for (const { bytes } of replies) if (bytes.length > 1) this.answers.push(bytes);
      return { modem: hearing(modem), replies };
    };
    const hearing = (modem: SimulatedModem): SimulatedModem => {
      const { unfinished } = modem;
      return {
        receive: (bytes) => noted(modem.receive(bytes)),
        ...(unfinished === undefined
          ? {}
          : { unfinished: { afterMs: unfinished.afterMs, expire: () => noted(unfinished.expire()) } }),
      };
    };
    return (unit) => noted(powerOn(unit));
  }
}

/** An impatient finger on the reset button. */
const resetEveryMs = 1000;

/** Sleepers within a step wake at their own time; only the end may be noticed this much late. */
const stepMs = 10;

const nextTurn = (): Promise<void> => new Promise((resume) => setImmediate(resume));
