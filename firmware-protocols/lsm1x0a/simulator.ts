import type { PowerOn, SimulatedUnit } from '../simulator.ts';
import { answered, atSlave, sigfoxAnswer } from '../stm32wl-at/simulator.ts';

const answer = (unit: SimulatedUnit, command: string): string | null => (command === 'AT$SSWVER=?' ? answered('V1.0.4') : sigfoxAnswer(unit, command));

/** A well-behaved LSM1x0A in Sigfox mode; `asleep`, it loses the command that wakes it. Its start-up text is not published. */
export const powerOnLsm1x0a: PowerOn = (unit) => ({
  modem: atSlave({ unit, answer, asleep: unit.faults.has('asleep') }),
  replies: [],
});
