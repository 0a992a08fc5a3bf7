import { DeviceId } from '../domain/device-id.ts';
import { Pac } from '../domain/pac.ts';

/** What a cell says, or why it says nothing. The reason never repeats the cell: a PAC may have strayed into it. */
export type Cell<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const parseIdCell = (cell: string): Cell<DeviceId> => {
  const id = DeviceId.parse(cell);
  if (id.ok || id.code !== 'bad device id') return id;
  return { ok: false, reason: /^[0-9a-f]{16}$/i.test(cell) ? 'ID: a PAC stands here; are the columns swapped?' : `ID: ${wrongDigits(cell, '1 to 8')}` };
};

export const parsePacCell = (cell: string): Cell<Pac> => {
  const pac = Pac.parse(cell);
  return pac.ok || pac.code !== 'bad pac' ? pac : { ok: false, reason: `PAC: ${wrongDigits(cell, '16')}` };
};

const wrongDigits = (cell: string, expected: string): string => {
  if (cell === '') return `missing; ${expected} hex digits expected`;
  return `${expected} hex digits expected, has ${cell.length}${/^[0-9a-f]*$/i.test(cell) ? '' : ' characters, some of them not hex'}`;
};
