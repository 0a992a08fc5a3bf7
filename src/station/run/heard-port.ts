import type { BytePort } from '../../modem/byte-port.ts';

/** The same port; `onFirstByte` is told once when anything comes from it. */
export const heardPort = (port: BytePort, onFirstByte: () => void): BytePort => {
  let isHeard = false;
  return {
    path: port.path,
    closed: port.closed,
    onData: (listener) =>
      port.onData((chunk) => {
        if (!isHeard) onFirstByte();
        isHeard = true;
        listener(chunk);
      }),
    write: (bytes, options) => port.write(bytes, options),
    setSignals: (signals) => port.setSignals(signals),
    signals: () => port.signals(),
    setBaudRate: (baudRate) => port.setBaudRate(baudRate),
    close: () => port.close(),
  };
};
