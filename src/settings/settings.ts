import type { BackendSetting } from './tables/backend.ts';
import type { ControlSetting } from './tables/control.ts';
import type { DebtSetting } from './tables/debt.ts';
import type { FixtureSetting } from './tables/fixture.ts';
import type { GoldenSetting } from './tables/golden.ts';
import type { HookSetting, ResultSetting, RouteSetting } from '../hooks/hook-setting.ts';
import type { LockoutSetting } from './tables/lockout.ts';
import type { OrderSetting } from './tables/order.ts';
import type { PageSetting, PictureSetting } from './tables/page.ts';
import type { PersonSetting } from './tables/person.ts';
import type { PrinterSetting } from './tables/printer.ts';
import type { ProductSetting } from './tables/product.ts';
import type { ScannerSetting } from './tables/scanner.ts';
import type { ShiftSetting } from './tables/shift.ts';
import type { TaughtSlot } from './tables/slot.ts';
import type { StationSetting } from './tables/station.ts';

/** `station.toml`, checked. Nothing secret stands in it. What is absent is not done. */
export interface Settings {
  readonly station: StationSetting;
  readonly backend: BackendSetting;
  readonly shift: ShiftSetting;
  readonly debt: DebtSetting;
  readonly lockout?: LockoutSetting;
  readonly golden?: GoldenSetting;
  readonly scanner: ScannerSetting;
  readonly control?: ControlSetting;
  readonly page: PageSetting;
  readonly fixture?: FixtureSetting;
  /** Codes are distinct. */
  readonly pictures: readonly PictureSetting[];
  /** Names are distinct. */
  readonly products: readonly ProductSetting[];
  /** Names are distinct; each product is one of `products`. */
  readonly orders: readonly OrderSetting[];
  /** Empty: every port that comes is a slot. */
  readonly slots: readonly TaughtSlot[];
  /** Names are distinct. */
  readonly people: readonly PersonSetting[];
  readonly printer?: PrinterSetting;
  /** Names are distinct. */
  readonly hooks: readonly HookSetting[];
  readonly route?: RouteSetting;
  readonly result?: ResultSetting;
}
