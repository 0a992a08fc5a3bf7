import { loraModule } from '../lsm1x0a-lora/simulator.ts';
import type { PowerOn } from '../simulator.ts';
import { answered } from '../stm32wl-at/simulator.ts';

/** At 115200 baud, where it refuses to be switched. */
export const powerOnLsm1x0aLora115200: PowerOn = (unit) =>
  loraModule(unit, {
    'AT+MODE=0': 'Set the Baudrate to 9600\r\n\r\nAT_PARAM_ERROR\r\n',
    'AT+BAUDRATE=9600': answered('Set BaudRate: 9600\r\nPlease reboot'),
  });
