import type { BytePort } from '../../modem/byte-port.ts';

/** A port that remembers when something first came from it. */
export interface HeardPort extends BytePort {
  /** The clock's uptime; null: nothing has come. */
  readonly firstByteAt: number | null;
}

/** The same port, heard from now on. */
export const heardPort = (port: BytePort, clock: { uptime(): number }): HeardPort => {
  let firstByteAt: number | null = null;
  return {
    path: port.path,
    closed: port.closed,
    get firstByteAt() {
      return firstByteAt;
    },
    onData: (listener) =>
      port.onData((chunk) => {
        firstByteAt ??= clock.uptime();
        listener(chunk);
      }),
    write: port.write.bind(port),
    setSignals: (signals) => port.setSignals(signals),
    signals: () => port.signals(),
    setBaudRate: (baudRate) => port.setBaudRate(baudRate),
    close: () => port.close(),
  };
};
