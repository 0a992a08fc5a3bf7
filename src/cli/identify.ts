import { Option, type Command } from 'commander';

import { allDialects, dialectNamed } from '../compose.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { readModem } from '../modem/read-modem.ts';
import { loadDeliveryList } from '../series/delivery-list.ts';
import { createMachinePorts } from '../serial/machine-ports.ts';
import { acting, type CommandContext } from './command-context.ts';

interface IdentifyOptions {
  readonly port: string;
  readonly dialect: string;
  readonly deliveryList?: string;
  readonly hidePac?: true;
  readonly bytes?: true;
  readonly readOnce?: true;
}

export const addIdentify = (program: Command, context: CommandContext): void => {
  program
    .command('identify')
    .description('say which modem is on a port, and read its device ID and PAC')
    .requiredOption('--port <port>', 'serial port, as `pacline ports` lists it')
    .addOption(new Option('--dialect <dialect>', 'how the modem speaks, if that is known').default('auto'))
    .option('--delivery-list <file>', 'CSV of the maker with id;pac, for modems that hold no PAC')
    .option('--read-once', 'do not read twice and compare (a third of all bit errors then go unnoticed)')
    .option('--hide-pac', 'print the PAC as stars')
    .option('--bytes', 'print the dialogue with the modem on standard error, secrets masked')
    .action(acting<IdentifyOptions>(context, async (options, console) => {
      const { clock, signal } = context;
      const startedAt = clock.uptime();
      const named = options.dialect === 'auto' ? null : dialectNamed(options.dialect).definition;
      const pacList = options.deliveryList === undefined ? null : await loadDeliveryList(options.deliveryList);
      const port = await createMachinePorts(context).open(options.port, { baudRate: named?.serial.baudRate ?? 9600 }, { signal });
      const { outcome, transcript } = await readModem(port, {
        dialect: named,
        candidates: allDialects,
        readings: options.readOnce === true ? 1 : 2,
        details: 'identity and firmware',
        clock,
        signal,
        onPhase: () => undefined,
      }).finally(() => port.close());
      if (options.bytes === true) console.remark(transcript.trimEnd());
      const elapsedMs = Math.round(clock.uptime() - startedAt);
      if (!outcome.ok) {
        if (!PaclineError.is(outcome.error)) throw outcome.error;
        if (console.json) {
          const { code, message } = outcome.error;
          console.result({ port: options.port, dialect: named?.id ?? null, deviceId: null, pac: null, pacSource: null, firmware: null, elapsedMs, code, message }, '');
          return console.remarkFailure(outcome.error);
        }
        throw outcome.error;
      }
      const { dialect, identity, firmware } = outcome.reading;
      const listed = identity.pac === null ? (pacList?.pacOf(identity.deviceId) ?? null) : null;
      const pac = identity.pac ?? listed;
      const pacSource = identity.pac !== null ? 'modem' : listed === null ? null : 'delivery-list';
      const shown = pac === null ? null : options.hidePac === true ? pac.toString() : pac.reveal();
      const missing = pacList === null ? `none in the modem: ${dialect.id} has no command for it, see --delivery-list` : 'not in the delivery list';
      console.result(
        { port: options.port, dialect: dialect.id, deviceId: identity.deviceId, pac: shown, pacSource, firmware, elapsedMs },
        [`device ID  ${identity.deviceId}`, `PAC        ${shown ?? missing}`, `dialect    ${dialect.id} (${dialect.title})`, `firmware   ${firmware ?? '-'}`, `port       ${options.port}, ${elapsedMs} ms`].join('\n'),
      );
      return 0;
    }));
};
