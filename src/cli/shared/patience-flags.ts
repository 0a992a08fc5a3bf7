import { InvalidArgumentError, Option } from 'commander';

import { modemLineLevels, type ModemLineLevels } from '../../modem/modem-lines.ts';

/** How the port of a board is opened, and how long the board is waited for. */
export interface PatienceFlags {
  readonly bootMs?: number;
  readonly lines?: ModemLineLevels;
}

const mostMs = 60_000;

export const bootOption = (): Option =>
  new Option(
    '--boot-ms <ms>',
    'how long the board may be deaf behind the opening of its port; left out: as its dialect says, or 3000',
  ).argParser((text: string): number => {
    const ms = Number(text);
    if (text.trim() === '' || !Number.isInteger(ms) || ms < 0 || ms > mostMs)
      throw new InvalidArgumentError(`Give 0 to ${mostMs} ms.`);
    return ms;
  });

export const linesOption = (): Option =>
  new Option(
    '--lines <levels>',
    'what DTR and RTS are set to behind the opening: kept as they are, low, high, or pulsed low (which restarts many boards)',
  ).choices([...modemLineLevels]);

/** These flags alone. */
export const patienceOf = ({ bootMs, lines }: PatienceFlags): PatienceFlags => ({
  ...(bootMs === undefined ? {} : { bootMs }),
  ...(lines === undefined ? {} : { lines }),
});
