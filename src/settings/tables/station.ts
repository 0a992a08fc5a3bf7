import { z } from 'zod';

import { only } from '../values/settings-words.ts';
import { modemLines, milliseconds, text } from '../values/value-schemas.ts';

export interface StationSetting {
  readonly name?: string;
  /** From the port's coming to the first byte, 0 to 10000 ms. */
  readonly contactBounceMs: number;
  /** How long a unit may wait for the backend before it is amber, 500 to 60000 ms. */
  readonly amberAfterMs: number;
  /** How long a seated unit may take to speak, 0 to 60000 ms; absent: learnt from the units before it. */
  readonly bootMs?: number;
  /** What DTR and RTS of every port are set to; absent: as the dialect wants them, or as opening has left them. */
  readonly lines?: 'keep' | 'low' | 'high' | 'pulse';
  /** Verdicts are heard at a terminal; absent: they are. */
  readonly tone?: boolean;
}

export const stationKeys = {
  name: text('a name')
    .exactOptional()
    .describe('stands beside everything in the journal; the name of the computer if left out'),
  contactBounceMs: milliseconds({ from: 0, to: 10_000 })
    .default(100)
    .describe('from the coming of a port to the first byte'),
  amberAfterMs: milliseconds({ from: 500, to: 60_000 })
    .default(5000)
    .describe('how long a unit waits for the backend before it is amber'),
  bootMs: milliseconds({ from: 0, to: 60_000 })
    .exactOptional()
    .describe('how long a board may be deaf behind the opening of its port; learnt if left out, 3000 at first'),
  lines: modemLines
    .exactOptional()
    .describe(
      'what DTR and RTS are set to behind the opening of a port: `keep`, `low`, `high`, or `pulse`, which restarts many boards; as the dialect wants them if left out',
    ),
  tone: z
    .boolean()
    .exactOptional()
    .describe(
      'a verdict rings the bell of the terminal: once for green, twice for amber, three times for red; it does if left out',
    ),
};

export const station = z.strictObject(stationKeys, only('a [station] table')).prefault({});
