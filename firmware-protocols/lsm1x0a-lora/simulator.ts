import { startUpText } from '../lsm1x0a/simulator.ts';
import type { PowerOn, SimulatedUnit } from '../simulator.ts';
import { answered, atSlave } from '../stm32wl-at/simulator.ts';

const answers: Readonly<Record<string, string>> = {
  'AT+MODE=?': answered('1'),
  'AT$SSWVER=?': answered('SW_VERSION: V104'),
  'AT?': answered(
    'AT+<CMD>?        : Help on <CMD>\r\nAT+<CMD>         : Run <CMD>\r\nAT+<CMD>=<value> : Set the value\r\nAT+<CMD>=?       : Get the value',
  ),
};

/** A module in LoRa mode: it answers AT, tells its mode and version and prints help; of the Sigfox commands it knows none. */
export const loraModule = (unit: SimulatedUnit, own: Readonly<Record<string, string>>): ReturnType<PowerOn> => ({
  modem: atSlave({
    unit,
    answer: (_, command) => own[command] ?? answers[command] ?? null,
    asleep: unit.faults.has('asleep'),
  }),
  replies: unit.faults.has('boot banner') ? [{ bytes: startUpText('LoRa'), afterMs: 0 }] : [],
});

/** At 9600 baud. Switched, it starts in Sigfox mode, and would answer as such a module from then on. */
export const powerOnLsm1x0aLora: PowerOn = (unit) => loraModule(unit, { 'AT+MODE=0': startUpText('Sigfox') });
