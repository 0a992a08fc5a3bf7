import type { PowerOn, SimulatedUnit } from '../simulator.ts';
import { answered, atSlave, sigfoxAnswer } from '../stm32wl-at/simulator.ts';

const rule = '-'.repeat(37);
const libraries = ['library-1.0', 'radio-1.0', 'mcu-1.0', 'element-1.0', 'monarch-1.0'].join('\r\n');

/** What the module prints when it starts, in the mode it is in. Blanks and tabs behind the texts are the source's. */
export const startUpText = (mode: 'LoRa' | 'Sigfox'): string => {
  const head = `${rule}\r\n     SEONGJI INDUSTRIAL CO., LTD.    \r\n${rule}\r\n>> Device : LSM110A\t\t\t\t\t\r\n>> Mode   : ${mode === 'LoRa' ? 'LoRa\t\t\t\t\t' : 'Sigfox                 '}\r\n${rule}\r\n`;
  return `${head}>> APP_VERSION:        V1.0.4\r\n${mode === 'LoRa' ? '\r\n\r\n' : `>> SIGFOX sfx_rc : RC1 \r\n>> SIGFOX APPLICATION READY\r\n${rule}\r\n\r\n`}BOOTALERT\r\n`;
};

const received = '\r\nlength: 8\r\n\r\n+RX=ABCDEFGH\r\n\r\n+RX_H=4142434445464748\r\n';

const answer = (unit: SimulatedUnit, command: string): string | null => {
  if (command === 'AT$SSWVER=?') return answered('SW_VERSION: V104');
  if (command === 'AT+MODE=?') return answered('0');
  if (command === 'AT+VER') return answered(`${libraries}\r\nAPP_VERSION: V1.0.4`);
  if (/^AT\$SF=([0-9A-F]{2}){1,12},1$/.test(command))
    return unit.faults.has('no downlink') ? '\r\nAT_RX_TIMEOUT\r\n' : `${received}\r\nOK\r\n`;
  // Nothing of the older kit is in a module.
  return sigfoxAnswer(
    { ...unit, faults: new Set([...unit.faults].filter((fault) => fault !== 'old firmware')) },
    command,
  );
};

/** A well-behaved LSM1x0A in Sigfox mode; `asleep`, it loses the command that wakes it. */
export const powerOnLsm1x0a: PowerOn = (unit) => ({
  modem: atSlave({ unit, answer, asleep: unit.faults.has('asleep') }),
  replies: unit.faults.has('boot banner') ? [{ bytes: startUpText('Sigfox'), afterMs: 0 }] : [],
});
