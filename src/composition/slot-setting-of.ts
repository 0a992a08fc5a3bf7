import type { TaughtSlot } from '../settings/tables/slot.ts';
import type { SlotSetting } from '../station/slot-setting.ts';
import { dialectNamed } from './dialects.ts';

/** A slot as it was taught or written, as the station knows it. @throws PaclineError bad usage: there is no such dialect */
export const slotSettingOf = ({
  presence,
  line,
  dialect,
  row: _row,
  column: _column,
  ...taught
}: TaughtSlot): SlotSetting => {
  const place = { ...taught, ...(dialect === undefined ? {} : { dialect: dialectNamed(dialect).definition }) };
  return presence === 'line' ? { ...place, presence, line: line ?? 'cts' } : { ...place, presence };
};
