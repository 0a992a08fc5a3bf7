import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

import { PaclineError } from '../domain/errors/pacline-error.ts';
import { readZpl, type PrintedLabel } from './read-zpl.ts';

/** Stopped ones take labels and print them once they are ready again. */
export type PrinterCondition = 'ready' | 'paper out' | 'ribbon out' | 'head open' | 'paused';

export interface SimulatedPrinterOptions {
  /** Port 0: any free one. Loopback only, for nobody is asked for a password. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Aborting it closes the printer. */
  readonly signal: AbortSignal;
  /** To `~HS`: with flags in every condition, as the manual has it; only while it is ready, as its newer editions do; or never. */
  readonly answers?: 'always' | 'while ready' | 'never';
  /** Called with each label as it comes out. */
  readonly onLabel?: (label: PrintedLabel) => void;
}

/**
 * A label printer that takes ZPL on a socket of this machine and keeps what it prints, so that a simulated scanner can scan it.
 */
export class SimulatedLabelPrinter {
  readonly #server: Server;
  readonly #options: SimulatedPrinterOptions;
  readonly #sockets = new Set<Socket>();
  readonly #printed: PrintedLabel[] = [];
  #waiting: readonly PrintedLabel[] = [];
  #condition: PrinterCondition = 'ready';
  #stalled = false;
  #port = 0;

  private constructor(options: SimulatedPrinterOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** @throws PaclineError bad usage: the address cannot be listened on */
  static async start(options: SimulatedPrinterOptions): Promise<SimulatedLabelPrinter> {
    options.signal.throwIfAborted();
    const printer = new SimulatedLabelPrinter(options);
    await printer.#listen(options.listen.port);
    options.signal.addEventListener('abort', () => void printer.switchOff(), { once: true });
    return printer;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: this.#options.listen.host, port: this.#port };
  }

  /** What came out, oldest first. */
  get labels(): readonly PrintedLabel[] {
    return this.#printed;
  }

  /** What it has taken and cannot print yet. */
  get waiting(): readonly PrintedLabel[] {
    return this.#waiting;
  }

  set condition(condition: PrinterCondition) {
    this.#condition = condition;
    if (condition !== 'ready') return;
    const waited = this.#waiting;
    this.#waiting = [];
    for (const label of waited) this.#print(label);
  }

  /** It reads nothing and answers nothing until it goes on, but its system takes what fits. */
  set stalled(stalled: boolean) {
    this.#stalled = stalled;
    for (const socket of this.#sockets) {
      if (stalled) socket.pause();
      else socket.resume();
    }
  }

  /** Connections are reset and new ones refused. What it had not printed is lost, as in a real one. May be called again. */
  async switchOff(): Promise<void> {
    this.#waiting = [];
    const closed = this.#server.listening ? once(this.#server, 'close') : null;
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }

  /** On the same port as before. */
  async switchOn(): Promise<void> {
    this.#options.signal.throwIfAborted();
    await this.#listen(this.#port);
  }

  async #listen(port: number): Promise<void> {
    const { host } = this.#options.listen;
    this.#server.listen(port, host);
    try {
      await once(this.#server, 'listening');
    } catch (cause) {
      throw new PaclineError('bad usage', `Cannot listen on ${host}:${port}; choose another address or port.`, {
        cause,
      });
    }
    const bound = this.#server.address();
    if (bound !== null && typeof bound === 'object') this.#port = bound.port;
  }

  #serve(socket: Socket): void {
    let text = '';
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A sender that goes away is its own affair.
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let next = whole.exec(text); next !== null; next = whole.exec(text)) {
        text = text.slice(next.index + next[0].length);
        if (next[0].startsWith('~')) this.#answer(socket);
        else this.#take(readZpl(next[0]));
      }
    });
    if (this.#stalled) socket.pause();
  }

  #take(label: PrintedLabel): void {
    if (this.#condition === 'ready') this.#print(label);
    else this.#waiting = [...this.#waiting, label];
  }

  #print(label: PrintedLabel): void {
    this.#printed.push(label);
    this.#options.onLabel?.(label);
  }

  #answer(socket: Socket): void {
    const { answers = 'always' } = this.#options;
    if (answers === 'never' || (answers === 'while ready' && this.#condition !== 'ready')) return;
    const flag = (condition: PrinterCondition): number => (this.#condition === condition ? 1 : 0);
    const first = `030,${flag('paper out')},${flag('paused')},0200,000,0,0,0,000,0,0,0`;
    const second = `000,0,${flag('head open')},${flag('ribbon out')},0,2,4,0,00000000,1,000`;
    for (const string of [first, second, '1234,0']) socket.write(`\x02${string}\x03\r\n`);
  }
}

/** A question is answered at once, whatever it stands between; a label is complete with its end. */
const whole = /~HS|\^XA.*?\^XZ/is;
