import type { Dialect } from '../../../firmware-protocols/index.ts';
import type { SimulatedUnit } from '../../../firmware-protocols/simulator.ts';
import { textOf } from '../../dialect/latin1.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { PortDescription } from '../../station/port-source.ts';
import type { ModemSignals } from '../../modem/byte-port.ts';
import { faultsOn, type WireFault } from '../boards/wire-fault.ts';
import { MemoryPort } from '../boards/memory-port.ts';
import { PacedBoard } from '../boards/paced-board.ts';
import { pressEveryMs, pressResetEvery } from '../boards/press-reset.ts';

/** A board to be seated: its kind, who it is and what is wrong with it. */
export interface VirtualBoard {
  readonly dialect: Dialect;
  readonly unit: SimulatedUnit;
  readonly wireFaults: readonly WireFault[];
}

/** How fast bytes are: at the modem's speed, or with no time spent on them, for what is not about the wire. */
export type WirePace = 'as a UART' | 'at once';

export interface BenchPlaceOptions {
  readonly description: PortDescription;
  readonly clock: Clock;
  readonly pace: WirePace;
  /** Whether the port has modem-control lines; a pseudo-terminal has none. */
  readonly hasLines: boolean;
  /** Called when the line fault `unplug` breaks the contact. */
  readonly onBroken: () => void;
}

interface OpenEnd {
  readonly port: MemoryPort;
  baudRate: number;
  dtr: boolean;
}

interface PoweredBoard {
  readonly board: PacedBoard;
  readonly power: AbortController;
}

/** One port of the virtual bench and the board on it, if there is one. A board starts anew whenever its port is opened, as with a reset line; one that only speaks is reset now and then, or by DTR. */
export class BenchPlace {
  readonly description: PortDescription;
  readonly #options: BenchPlaceOptions;
  #seated: VirtualBoard | null = null;
  #open: OpenEnd | null = null;
  #powered: PoweredBoard | null = null;
  #signals: ModemSignals = { cts: false, dsr: false, dcd: false };

  constructor(options: BenchPlaceOptions) {
    this.description = options.description;
    this.#options = options;
  }

  seat(board: VirtualBoard): void {
    this.unseat();
    this.#seated = board;
    if (this.#open !== null) this.#powerOn(board, this.#open);
  }

  unseat(): void {
    this.#seated = null;
    this.#powerOff();
  }

  /** What the fixture drives; a line that is left out keeps its level. */
  setLines(levels: Partial<ModemSignals>): void {
    this.#signals = { ...this.#signals, ...levels };
  }

  /** The cable is pulled, board and all. */
  pull(): void {
    this.unseat();
    this.#open?.port.pull();
  }

  /** @throws PaclineError port busy */
  open(baudRate: number): MemoryPort {
    const { path } = this.description;
    if (this.#open !== null)
      throw new PaclineError('port busy', `The port ${path} is already open.`, { context: { port: path } });
    const opened: OpenEnd = {
      baudRate,
      dtr: true,
      port: new MemoryPort(path, {
        receive: (bytes) => this.#powered?.board.receive(this.#atSpeed(textOf(bytes))),
        setBaudRate: (changed) => {
          opened.baudRate = changed;
        },
        setSignals: ({ dtr = opened.dtr }) => {
          const rises = dtr && !opened.dtr;
          opened.dtr = dtr;
          if (rises && this.#seated?.dialect.definition.announcement?.after === 'DTR') this.#powered?.board.restart();
        },
        ...(this.#options.hasLines ? { signals: () => this.#signals } : {}),
      }),
    };
    this.#open = opened;
    void this.#forgetWhenClosed(opened.port);
    if (this.#seated !== null) this.#powerOn(this.#seated, opened);
    return opened.port;
  }

  async #forgetWhenClosed(port: MemoryPort): Promise<void> {
    await port.closed;
    this.#open = null;
    this.#powerOff();
  }

  #powerOn({ dialect, unit, wireFaults }: VirtualBoard, { port }: OpenEnd): void {
    const { clock, pace, onBroken } = this.#options;
    const { definition, powerOn } = dialect;
    const power = new AbortController();
    const board = new PacedBoard({
      powerOn,
      unit,
      baudRate: pace === 'as a UART' ? definition.serial.baudRate : null,
      wireFaults: faultsOn(definition.serial.link ?? 'uart', wireFaults),
      clock,
      toHost: (bytes) => port.deliver(this.#atSpeed(bytes)),
      unplug: onBroken,
      signal: power.signal,
    });
    this.#powered = { board, power };
    if (definition.announcement?.after === 'power-up')
      void pressResetEvery(pressEveryMs, board, { clock, signal: power.signal });
  }

  #powerOff(): void {
    this.#powered?.power.abort();
    this.#powered = null;
  }

  #atSpeed(bytes: string): string {
    const serial = this.#seated?.dialect.definition.serial;
    return serial?.link === 'usb' || this.#open?.baudRate === serial?.baudRate ? bytes : garbled(bytes);
  }
}

/** What bytes look like at another speed than they were sent: not text. */
const garbled = (bytes: string): string =>
  bytes.replace(/[\s\S]/g, (byte) => String.fromCharCode(((byte.charCodeAt(0) * 7 + 0x80) & 0xff) | 0x80));
