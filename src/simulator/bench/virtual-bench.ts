import { Bell } from '../../async/bell.ts';
import type { UsbIdentity } from '../../dialect/identification.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { BytePort, ModemLine } from '../../modem/byte-port.ts';
import type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from '../../station/port-source.ts';
import { BenchPlace, type WirePace, type VirtualBoard } from './bench-place.ts';

/**
 * A bench without hardware; the station cannot tell. Boards bring their port with them (`plug`, `unplug`), or are put into
 * a socket whose port is always there (`addSocket`, `insert`, `remove`), with a lid over it if need be (`closeLid`, `openLid`).
 */
export class VirtualBench implements PortSource {
  readonly #clock: Clock;
  readonly #pace: WirePace;
  readonly #places = new Map<string, BenchPlace>();
  readonly #watchers = new Set<(change: PortSeen | PortGone) => void>();

  constructor(options: { readonly clock: Clock; readonly pace: WirePace }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
  }

  /** `place`: the stable name of where it is plugged in; default: the path. */
  plug(path: string, board: VirtualBoard, { place = path }: { readonly place?: string } = {}): void {
    this.unplug(path);
    const port = description(path, place, board.dialect.definition.identify.usb?.[0]);
    this.#add(port, () => this.unplug(path)).seat(board);
    this.#tell({ kind: 'seen', port });
  }

  unplug(path: string): void {
    const place = this.#places.get(path);
    if (place === undefined) return;
    this.#places.delete(path);
    place.pull();
    this.#tell({ kind: 'gone', path });
  }

  /** `place`: as in `plug`. `hasLines`: false for a port without modem-control lines. */
  addSocket(
    path: string,
    { place = path, hasLines = true }: { readonly place?: string; readonly hasLines?: boolean } = {},
  ): void {
    const port = description(path, place);
    this.#add(port, () => this.remove(path), hasLines);
    this.#tell({ kind: 'seen', port });
  }

  /** The lid over a socket, whose switch hangs on one modem-control line. @throws PaclineError port missing: there is no such socket */
  closeLid(path: string, line: ModemLine): void {
    this.#at(path).setLines({ [line]: true });
  }

  /** @throws PaclineError port missing: there is no such socket */
  openLid(path: string, line: ModemLine): void {
    this.#at(path).setLines({ [line]: false });
  }

  /** @throws PaclineError port missing: there is no such socket */
  insert(path: string, board: VirtualBoard): void {
    this.#at(path).seat(board);
  }

  /** @throws PaclineError port missing: there is no such socket */
  remove(path: string): void {
    this.#at(path).unseat();
  }

  async list(): Promise<readonly PortDescription[]> {
    return [...this.#places.values()].map((place) => place.description);
  }

  async *watch(signal: AbortSignal): AsyncIterable<PortSeen | PortGone> {
    const changes = [...this.#places.values()].map((place): PortSeen | PortGone => ({
      kind: 'seen',
      port: place.description,
    }));
    const more = new Bell();
    const watcher = (change: PortSeen | PortGone): void => {
      changes.push(change);
      more.ring();
    };
    this.#watchers.add(watcher);
    try {
      while (!signal.aborted) {
        const change = changes.shift();
        if (change === undefined) await more.wait({ signal });
        else yield change;
      }
    } finally {
      this.#watchers.delete(watcher);
    }
  }

  async open(path: string, { baudRate }: OpenOptions, { signal }: { readonly signal: AbortSignal }): Promise<BytePort> {
    signal.throwIfAborted();
    return this.#at(path).open(baudRate);
  }

  #tell(change: PortSeen | PortGone): void {
    for (const watcher of this.#watchers) watcher(change);
  }

  #add(port: PortDescription, onBroken: () => void, hasLines = true): BenchPlace {
    const added = new BenchPlace({ description: port, clock: this.#clock, pace: this.#pace, hasLines, onBroken });
    this.#places.set(port.path, added);
    return added;
  }

  #at(path: string): BenchPlace {
    const place = this.#places.get(path);
    if (place === undefined)
      throw new PaclineError('port missing', `There is no port ${path}.`, { context: { port: path } });
    return place;
  }
}

/** `usb`: of a board that is the USB device itself; others hide behind an adapter. */
const description = (path: string, place: string, usb?: UsbIdentity): PortDescription => ({
  path,
  place,
  vendorId: usb?.vendorId ?? null,
  productId: usb?.productId ?? null,
  serialNumber: null,
  product: 'virtual board',
});
