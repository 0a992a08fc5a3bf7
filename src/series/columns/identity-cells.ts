import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import { bareDigits, damageOf, lostZeros } from '../file/spreadsheet-damage.ts';

/** What a cell says, or why it says nothing. The reason never repeats the cell: a PAC may have strayed into it. */
export type Cell<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const parseIdCell = (cell: string): Cell<DeviceId> => {
  const id = DeviceId.parse(bareDigits(cell, 8));
  if (id.ok || id.code !== 'bad device id') return id;
  return {
    ok: false,
    reason: /^[0-9a-f]{16}$/i.test(bareDigits(cell, 16))
      ? 'ID: a PAC stands here; are the columns swapped?'
      : `ID: ${wrongDigits(cell, '1 to 8')}`,
  };
};

export const parsePacCell = (cell: string): Cell<Pac> => {
  const pac = Pac.parse(bareDigits(cell, 16));
  return pac.ok || pac.code !== 'bad pac' ? pac : { ok: false, reason: `PAC: ${wrongDigits(cell, '16')}` };
};

/** Whether an ID stands here, or what was one: one from a manual, or one that a spreadsheet has spoilt. */
export const couldBeId = (cell: string): boolean => {
  const id = DeviceId.parse(bareDigits(cell, 8));
  return id.ok || id.code !== 'bad device id' || damageOf(cell) !== null;
};

export const couldBePac = (cell: string): boolean => {
  const pac = Pac.parse(bareDigits(cell, 16));
  return pac.ok || pac.code !== 'bad pac' || damageOf(cell) !== null;
};

const wrongDigits = (cell: string, expected: string): string => {
  if (cell === '') return `missing; ${expected} hex digits expected`;
  const damage = damageOf(cell);
  if (damage !== null) return damage;
  const hint = expected === '16' && lostZeros(cell) ? '; a spreadsheet drops leading zeros' : '';
  return `${expected} hex digits expected, has ${cell.length}${/^[0-9a-f]*$/i.test(cell) ? '' : ' characters, some of them not hex'}${hint}`;
};
