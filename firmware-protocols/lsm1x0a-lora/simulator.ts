import type { PowerOn } from '../simulator.ts';
import { answered, atSlave } from '../stm32wl-at/simulator.ts';

const answers: Readonly<Record<string, string>> = {
  'AT+MODE=?': answered('1'),
  'AT?': answered('AT+<CMD>?        : Help on <CMD>'),
};

/** A module in LoRa mode: it answers AT, tells its mode and prints help; the Sigfox commands are not there. */
export const powerOnLsm1x0aLora: PowerOn = (unit) => ({
  modem: atSlave({ unit, answer: (_, command) => answers[command] ?? null, asleep: unit.faults.has('asleep') }),
  replies: [],
});
