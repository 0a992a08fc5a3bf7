import { flipBit, type seededRandom } from '../../src/simulator/boards/wire-fault.ts';

/** What other modems say, whole answers and pieces: banners, IDs and PACs of units that are not ours. */
const foreignTraffic: readonly string[] = [
  '\r\n^SYSSTART\r\n',
  '00A1FFFF\r\n',
  'C4D5E6F708192A3B\r\n',
  'OK\r\n',
  '\r\nERROR\r\n',
  'ID  = 00A1EEEE\r\n',
  'S/N: 00A1DDDD\r\n',
  '{00A1CCCC:9182736455463728}0x0000\n',
  '> ',
  '\x00\xFF\x80',
];

type Random = ReturnType<typeof seededRandom>;

/**
 * A line as bad as a line can be and still be tried: single bits from one byte in a hundred thousand to one in three
 * hundred, now and then a burst, a lost byte, an invented one, or somebody else's words.
 */
export const noisyLine = (random: Random): ((bytes: string) => string) => {
  const flips = 10 ** -(2.5 + 2.5 * random());
  const events = random() < 0.5 ? 0.03 * random() : 0;
  return (bytes) => {
    let heard = '';
    for (const byte of bytes) {
      const event = random() < events ? Math.floor(random() * 4) : -1;
      if (event === 0) continue;
      if (event === 1) heard += String.fromCharCode(Math.floor(random() * 256));
      if (event === 2) heard += foreignTraffic[Math.floor(random() * foreignTraffic.length)] ?? '';
      if (event === 3) heard += flipBit(flipBit(byte, Math.floor(random() * 8)), Math.floor(random() * 8));
      else heard += random() < flips ? flipBit(byte, Math.floor(random() * 8)) : byte;
    }
    return heard;
  };
};
