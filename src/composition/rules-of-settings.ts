import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { noChecks, type ProductChecks } from '../domain/product-checks.ts';
import type { ModemLineLevels } from '../modem/modem-lines.ts';
import type { LimitsSetting } from '../settings/tables/checks.ts';
import { plainRules, type LineRules } from '../station/line-rules.ts';
import type { PacList } from '../station/pac-list.ts';
import { dialectNamed } from './dialects.ts';
import type { StationConfig } from './station-config.ts';

const hourMs = 3_600_000;

/** How units are read, where it is said in the place of the settings. */
export interface ReadingChoice {
  readonly dialect?: string;
  readonly bootMs?: number;
  readonly lines?: ModemLineLevels;
  /** The maker's list of ID and PAC. */
  readonly deliveryList?: string;
  /** How that list is read, and the one of the settings. */
  readonly readPacList: (path: string) => Promise<PacList>;
}

/** The rules of the settings, and the delivery list that they name. @throws PaclineError bad usage: no such dialect; bad delivery list | bad settings */
export const rulesOfSettings = async (
  workplace: Pick<StationConfig, 'settings' | 'loaded' | 'product' | 'chosen'>,
  choice: ReadingChoice,
): Promise<LineRules> => {
  const {
    settings,
    loaded,
    product,
    chosen: { product: setting, order },
  } = workplace;
  const { debt, lockout, golden, shift, station, printer } = settings;
  const deliveryList = choice.deliveryList ?? setting?.deliveryList;
  const rules = plainRules(product, {
    settingsDigest: loaded?.digest ?? null,
    order: order === null ? null : { name: order.name, quantity: order.quantity ?? null },
    dialect: dialectOf(choice.dialect ?? setting?.dialect, setting?.baudRate),
    readings: setting?.readings ?? 2,
    pacList: deliveryList === undefined ? null : await choice.readPacList(deliveryList),
    checks: checksOf(setting?.checks),
    amber: setting?.amber ?? 'may leave',
    serialPattern: setting?.serial ?? null,
    label: setting?.label === undefined ? null : { showPac: setting.label.showPac, scanBack: setting.label.scanBack },
    debtLimit: { maxUnits: debt.maxUnits, maxMs: debt.maxHours * hourMs },
    lockOutReds: lockout?.reds ?? null,
    golden:
      golden === undefined
        ? null
        : {
            good: new Set(golden.good),
            bad: golden.bad,
            everyUnits: golden.everyUnits ?? null,
            everyMs: golden.everyHours === undefined ? null : golden.everyHours * hourMs,
          },
    shiftStarts: shift.starts,
    bootMs: choice.bootMs ?? station.bootMs ?? null,
    lines: choice.lines ?? station.lines ?? 'keep',
  });
  requireSomebodyToUnlock(rules, workplace);
  if (rules.label !== null && printer === undefined)
    throw new PaclineError(
      'bad settings',
      `The product ${rules.product.name} has a label, but there is no [printer] to print it.`,
    );
  return rules;
};

const dialectOf = (id: string | undefined, baudRate: number | undefined): DialectDefinition | null => {
  if (id === undefined) return null;
  const { definition } = dialectNamed(id);
  return baudRate === undefined ? definition : { ...definition, serial: { ...definition.serial, baudRate } };
};

/** A slot that can lock needs somebody who may unlock it. */
const requireSomebodyToUnlock = (
  { lockOutReds, golden, amber }: LineRules,
  { settings: { people } }: Pick<StationConfig, 'settings'>,
): void => {
  const locks = lockOutReds !== null || golden !== null || amber === 'held';
  if (locks && !people.some(({ role }) => role !== 'operator'))
    throw new PaclineError(
      'bad settings',
      'By these rules a slot can lock, but nobody could unlock it: add a [[person]] with the role "technician"; `pacline badge` prints one.',
    );
};

type ChecksSetting = NonNullable<StationConfig['chosen']['product']>['checks'];

const checksOf = (checks: ChecksSetting | undefined): ProductChecks => ({
  ...noChecks,
  idFrom: checks?.idFrom ?? null,
  idTo: checks?.idTo ?? null,
  minFirmware: checks?.minFirmware ?? null,
  supplyMillivolts: limitsOf(checks?.supplyMillivolts),
  temperatureCelsius: limitsOf(checks?.temperatureCelsius),
  radioZone: checks?.radioZone ?? null,
  privateKey: checks?.privateKey ?? true,
});

const limitsOf = (limits: LimitsSetting | undefined): ProductChecks['supplyMillivolts'] =>
  limits === undefined ? null : { min: limits.min ?? null, max: limits.max ?? null };
