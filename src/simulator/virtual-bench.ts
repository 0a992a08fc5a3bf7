import { EventEmitter, on } from 'node:events';

import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Dialect } from '../../firmware-protocols/index.ts';
import type { SimulatedUnit } from '../../firmware-protocols/simulator.ts';
import { textOf } from '../dialect/latin1.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { BytePort } from '../modem/byte-port.ts';
import type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from '../station/port-source.ts';
import type { LineFault } from './line-fault.ts';
import { MemoryPort } from './memory-port.ts';
import { PacedBoard } from './paced-board.ts';

/** A board to be plugged: its kind, who it is and what is wrong with it. */
export interface VirtualBoard {
  readonly dialect: Dialect;
  readonly unit: SimulatedUnit;
  readonly lineFaults: readonly LineFault[];
}

interface Plugged {
  readonly board: VirtualBoard;
  readonly power: AbortController;
  port: MemoryPort | null;
}

/** A bench without hardware: boards are plugged into named ports and pulled out again; the station cannot tell. */
export class VirtualBench implements PortSource {
  readonly #clock: Clock;
  /** null: bytes take no time, for tests that are not about the wire. */
  readonly #pace: 'as a UART' | 'at once';
  readonly #plugged = new Map<string, Plugged>();
  readonly #changes = new EventEmitter();

  constructor(options: { readonly clock: Clock; readonly pace: 'as a UART' | 'at once' }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
    this.#changes.setMaxListeners(0);
  }

  plug(path: string, board: VirtualBoard): void {
    this.unplug(path);
    this.#plugged.set(path, { board, power: new AbortController(), port: null });
    this.#changes.emit('change', { kind: 'seen', port: description(path) } satisfies PortSeen);
  }

  unplug(path: string): void {
    const plugged = this.#plugged.get(path);
    if (plugged === undefined) return;
    this.#plugged.delete(path);
    plugged.power.abort();
    plugged.port?.pull();
    this.#changes.emit('change', { kind: 'gone', path } satisfies PortGone);
  }

  async list(): Promise<readonly PortDescription[]> {
    return [...this.#plugged.keys()].map(description);
  }

  async *watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone> {
    const changes = on(this.#changes, 'change', { signal });
    const there = await this.list();
    try {
      for (const port of there) yield { kind: 'seen', port };
      for await (const [change] of changes) yield change as PortSeen | PortGone;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async open(path: string, { baudRate }: OpenOptions, { signal }: { readonly signal: AbortSignal }): Promise<BytePort> {
    signal.throwIfAborted();
    const plugged = this.#plugged.get(path);
    if (plugged === undefined) throw new PaclineError('port missing', `There is no port ${path}.`, { context: { port: path } });
    if (plugged.port !== null) throw new PaclineError('port busy', `The port ${path} is already open.`, { context: { port: path } });
    const { definition, powerOn } = plugged.board.dialect;
    let hostBaudRate = baudRate;
    const atSpeed = (bytes: string): string => (hostBaudRate === definition.serial.baudRate ? bytes : garbled(bytes));
    const port = new MemoryPort(path, {
      receive: (bytes) => board.receive(atSpeed(textOf(bytes))),
      setBaudRate: (changed) => {
        hostBaudRate = changed;
      },
    });
    const board = new PacedBoard({
      powerOn,
      unit: plugged.board.unit,
      baudRate: this.#wireSpeed(definition),
      lineFaults: plugged.board.lineFaults,
      clock: this.#clock,
      toHost: (bytes) => port.deliver(atSpeed(bytes)),
      unplug: () => this.unplug(path),
      signal: plugged.power.signal,
    });
    plugged.port = port;
    void port.closed.then(() => {
      plugged.port = null;
    });
    return port;
  }

  #wireSpeed(definition: DialectDefinition): number | null {
    return this.#pace === 'as a UART' ? definition.serial.baudRate : null;
  }
}

const description = (path: string): PortDescription => ({ path, place: path, vendorId: null, productId: null, serialNumber: null, product: 'virtual board' });

/** What bytes look like at another speed than they were sent: not text. */
const garbled = (bytes: string): string => bytes.replace(/[\s\S]/g, (byte) => String.fromCharCode((byte.charCodeAt(0) * 7 + 0x80) & 0xff | 0x80));
