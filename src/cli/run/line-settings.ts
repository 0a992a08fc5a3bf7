import type { DialectDefinition } from '../../../firmware-protocols/contract.ts';
import { dialectNamed } from '../../compose.ts';
import { noChecks, type ProductChecks } from '../../domain/product-checks.ts';
import type { LimitsSetting } from '../../settings/tables/checks.ts';
import type { TaughtSlot } from '../../settings/tables/slot.ts';
import { plainRules, type LineRules } from '../../station/line-rules.ts';
import type { PacList } from '../../station/pac-list.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import type { PatienceFlags } from '../patience-flags.ts';
import type { Workplace } from '../workplace.ts';

const hourMs = 3_600_000;

/** How units are read, as far as flags and settings decide it together. */
export interface ReadingRules extends PatienceFlags {
  readonly dialect: DialectDefinition | null;
  readonly pacList: PacList | null;
}

/** The settings as the line knows them. */
export const rulesOf = ({ settings, loaded, product, chosen }: Workplace, { dialect, pacList, bootMs, lines }: ReadingRules): LineRules => {
  const { product: setting, order } = chosen;
  const { debt, lockout, golden, shift, station } = settings;
  return plainRules(product, {
    settings: loaded?.digest ?? null,
    order: order === null ? null : { name: order.name, quantity: order.quantity ?? null },
    dialect,
    readings: setting?.readings ?? 2,
    pacList,
    checks: checksOf(setting?.checks),
    amber: setting?.amber ?? 'may leave',
    serial: setting?.serial ?? null,
    label: setting?.label === undefined ? null : { showPac: setting.label.showPac, scanBack: setting.label.scanBack },
    debtLimit: { maxUnits: debt.maxUnits, maxMs: debt.maxHours * hourMs },
    lockOutReds: lockout?.reds ?? null,
    golden: golden === undefined ? null : { good: new Set(golden.good), bad: golden.bad, everyUnits: golden.everyUnits ?? null, everyMs: golden.everyHours === undefined ? null : golden.everyHours * hourMs },
    shiftStarts: shift.starts,
    bootMs: bootMs ?? station.bootMs ?? null,
    lines: lines ?? station.lines ?? 'keep',
  });
};

type ChecksSetting = NonNullable<Workplace['chosen']['product']>['checks'];

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

const limitsOf = (limits: LimitsSetting | undefined): ProductChecks['supplyMillivolts'] => (limits === undefined ? null : { min: limits.min ?? null, max: limits.max ?? null });

/** A slot as it was taught or written, as the station knows it. @throws PaclineError bad usage: there is no such dialect */
export const slotSettingOf = ({ presence, line, dialect, ...taught }: TaughtSlot): SlotSetting => {
  const place = { ...taught, ...(dialect === undefined ? {} : { dialect: dialectNamed(dialect).definition }) };
  return presence === 'line' ? { ...place, presence, line: line ?? 'cts' } : { ...place, presence };
};
