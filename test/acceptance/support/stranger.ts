/**
 * A device that is no modem, on a pseudo-terminal; prints its path. `chatter` talks by itself and to whoever asks, in lines;
 * `garbage` answers with what bytes look like at another speed than they were sent.
 */
import { openPseudoTerminal } from '../../../src/simulator/boards/pseudo-terminal.ts';

const terminal = await openPseudoTerminal();
const manners: Readonly<Record<string, () => void>> = {
  chatter() {
    terminal.onData(() => terminal.write(Buffer.from('$GPGGA,unknown sentence\r\n')));
    setInterval(() => terminal.write(Buffer.from('$GPGGA,092751,5321.68,N,00630.34,W,1,8,1.03\r\n')), 50);
  },
  garbage() {
    terminal.onData((chunk) => terminal.write(Uint8Array.from(chunk, (byte) => (byte * 7) | 0x80)));
  },
};
manners[process.argv[2] ?? '']?.();
console.log(terminal.path);
