import type { DialectDefinition, SourceRef } from '../contract.ts';
import { linesThenOk, matching } from '../grammar.ts';
import { lsm1x0aLora } from '../lsm1x0a-lora/definition.ts';

const vendorSource: SourceRef = {
  evidence: 'source-format',
  where: 'github Support-SJI/LSM110A, LSM1x0A SDK: lora_at.c AT_BaudRate_set, AT_selection_set_l, Core/Src/usart.c',
};

const { switchToSigfox: _, ...shared } = lsm1x0aLora.commands;

/**
 * The same module, set to its other speed, which is only possible in LoRa mode. There `AT+MODE=0` is refused until the speed is set
 * back, so there are two steps.
 */
export const lsm1x0aLora115200 = {
  ...lsm1x0aLora,
  id: 'lsm1x0a-lora-115200',
  title: 'SJIT (SeongJi) LSM1x0A modules in LoRa mode at 115200 baud',
  serial: { baudRate: 115_200 },
  commands: {
    ...shared,
    /** The module says "Please reboot": it stays at this speed until then. */
    set9600: {
      summary: 'sets the speed to 9600 baud, from the next start on',
      request: 'AT+BAUDRATE=9600',
      reply: linesThenOk(matching(/Set BaudRate: 9600\nPlease reboot/)),
      timeoutMs: 500,
      effect: 'configure',
      source: vendorSource,
    },
  },
  openQuestions: {
    readDeviceId:
      'A module in LoRa mode gives no Sigfox ID, and nothing is wrong with it: `pacline modem set9600 --dialect lsm1x0a-lora-115200 --port <port> --yes` (AT+BAUDRATE=9600), switch its power off and on, then `pacline modem switchToSigfox --dialect lsm1x0a-lora --port <port> --yes` (AT+MODE=0), and seat it again.',
  },
} as const satisfies DialectDefinition;
