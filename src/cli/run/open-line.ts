import { composeLine, dialectNamed, type Desk } from '../../compose.ts';
import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import { openGates } from '../../hooks/compose-hooks.ts';
import type { Settings } from '../../settings/settings.ts';
import type { LabelPrinter } from '../../station/label-desk.ts';
import type { LineOptions } from '../../station/line-options.ts';
import type { LineRules } from '../../station/line-rules.ts';
import type { PortSource } from '../../station/port-source.ts';
import type { CommandContext } from '../command-context.ts';
import { patienceOf, type PatienceFlags } from '../patience-flags.ts';
import type { CurrentRules } from './follow-settings.ts';
import { labelFormOf, printerOf } from '../label/label-form-of.ts';
import { rulesOf } from './line-settings.ts';
import { readDeliveryList, type DeliveryFlags } from '../series/read-delivery-list.ts';
import type { Workplace } from '../workplace.ts';

export interface LineFlags extends DeliveryFlags, PatienceFlags {
  readonly dialect?: string;
}

/** The rules of the settings, and the delivery list that they name. @throws PaclineError bad usage: no such dialect; bad delivery list | bad settings */
export const loadRules = async (workplace: Workplace, flags: LineFlags): Promise<LineRules> => {
  const { settings, chosen } = workplace;
  const deliveryList = flags.deliveryList ?? chosen.product?.deliveryList;
  const rules = rulesOf(workplace, { ...patienceOf(flags), dialect: dialectOf(flags.dialect ?? chosen.product?.dialect, chosen.product?.baudRate), pacList: deliveryList === undefined ? null : await readDeliveryList(deliveryList, flags) });
  requireSomebodyToUnlock(rules, settings);
  if (rules.label !== null && settings.printer === undefined) throw new PaclineError('bad settings', `The product ${rules.product.name} has a label, but there is no [printer] to print it.`);
  return rules;
};

const dialectOf = (id: string | undefined, baudRate: number | undefined): DialectDefinition | null => {
  if (id === undefined) return null;
  const { definition } = dialectNamed(id);
  return baudRate === undefined ? definition : { ...definition, serial: { ...definition.serial, baudRate } };
};

/** A slot that can lock needs somebody who may unlock it. */
const requireSomebodyToUnlock = ({ lockOutReds, golden, amber }: LineRules, { people }: Settings): void => {
  const locks = lockOutReds !== null || golden !== null || amber === 'held';
  if (locks && !people.some(({ role }) => role !== 'operator')) throw new PaclineError('bad settings', 'By these rules a slot can lock, but nobody could unlock it: add a [[person]] with the role "technician"; `pacline badge` prints one.');
};

export interface OpenLineOptions {
  readonly workplace: Workplace;
  readonly desk: Desk;
  readonly ports: PortSource;
  readonly context: CommandContext;
  readonly current: CurrentRules;
  readonly operator: () => string | null;
}

/** The line with everything around it that the settings name. @throws PaclineError bad settings */
export const openLine = async ({ workplace, desk, ports, context, current, operator }: OpenLineOptions): Promise<LineOptions> => {
  const { settings, station, chosen } = workplace;
  const printer = await labelPrinterOf(settings, chosen.product?.label, context);
  return composeLine({
    desk,
    station,
    ports,
    clock: context.clock,
    rules: () => current.now,
    amberAfterMs: settings.station.amberAfterMs,
    gates: await openGates(settings, context),
    operator,
    ...(printer === null ? {} : { printer }),
  });
};

const labelPrinterOf = async ({ printer }: Settings, label: NonNullable<Workplace['chosen']['product']>['label'], { clock }: CommandContext): Promise<LabelPrinter | null> =>
  printer === undefined || label === undefined ? null : printerOf(printer, clock).labelsOf(await labelFormOf(label));
