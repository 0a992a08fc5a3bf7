/** Why a port is no longer usable. `requested`: we closed it; `lost`: the cable was pulled or the system took it away. */
export interface PortClosed {
  readonly reason: 'requested' | 'lost';
  readonly detail: string;
}

/** Levels to set on the modem-control lines; a line that is left out keeps its level. `brk` true holds the line in break. */
export interface PortSignals {
  readonly dtr?: boolean;
  readonly rts?: boolean;
  readonly brk?: boolean;
}

/** Levels of the modem-control lines that the other side drives; true is asserted. */
export interface ModemSignals {
  readonly cts: boolean;
  readonly dsr: boolean;
  readonly dcd: boolean;
}

export type ModemLine = keyof ModemSignals;

/**
 * One open serial port, as bytes. Obligations of every implementation:
 * - a listener never receives an empty chunk, and none is called after `closed` has settled;
 * - bytes that arrive while nobody listens are kept (up to a limit) and given to the first listener;
 * - `write` resolves when the system has taken all bytes; it rejects with `port lost`, or with the signal's reason;
 * - `closed` settles exactly once and never rejects;
 * - `close` may be called at any time and any number of times; it settles every pending write, and resolves once `closed` has.
 */
export interface BytePort {
  readonly path: string;
  readonly closed: Promise<PortClosed>;
  onData(listener: (chunk: Uint8Array) => void): () => void;
  write(bytes: Uint8Array, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Lines that the port does not have (a pseudo-terminal) are ignored. */
  setSignals(signals: PortSignals): Promise<void>;
  /** The lines as they are now. @throws PaclineError port fault: the port has none (a pseudo-terminal) | port lost */
  signals(): Promise<ModemSignals>;
  /** Changes the speed of an open port, in baud. */
  setBaudRate(baudRate: number): Promise<void>;
  close(): Promise<void>;
}
