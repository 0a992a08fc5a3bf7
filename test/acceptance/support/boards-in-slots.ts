/**
 * Puts boards into slots as it is told: each line of standard input is `<path of the slot> <answer at which the cable is pulled>`.
 * The slot's path leads to the board's pseudo-terminal for as long as it is plugged. Says `plugged <path>`.
 */
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { dialects } from '../../../firmware-protocols/index.ts';
import { serveBoardOnTerminal } from '../../../src/simulator/boards/board-on-terminal.ts';
import { madeUpUnit } from '../../../src/simulator/boards/made-up-unit.ts';
import { preciseClock } from '../../../src/simulator/precise-clock.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';

const dialect = dialects.find(({ definition }) => definition.id === 'ax-wisol');
if (dialect === undefined) throw new Error('the dialect is gone');
const clock = preciseClock(systemClock);
const { signal } = new AbortController();
let boards = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const [slot = '', answer = ''] = line.split(' ');
  boards += 1;
  const unit = madeUpUnit(null, boards);
  const board = await serveBoardOnTerminal(
    { dialect, unit, wireFaults: [{ kind: 'unplug', answer: Number(answer), byte: 3 }] },
    // A line that looks into the slot a moment later would find the terminal of somebody else, and read what is typed there
    { clock, signal, beforeUnplugged: () => rmSync(slot) },
  );
  symlinkSync(board.path, `${slot}.new`);
  renameSync(`${slot}.new`, slot);
  console.log(`plugged ${slot}`);
}
