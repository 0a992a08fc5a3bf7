import type { Blame, Retry } from '../errors/error-entry.ts';
import { errorTable, isErrorCode, type ErrorCode } from '../errors/error-table.ts';
import type { ResultCode } from '../outcome.ts';
import type { Role } from '../role.ts';

/** Whose turn it is: somebody with this role; `nobody`: it goes on by itself. */
export type Actor = Role | 'nobody';

/** Whose turn it is at the bench, by who is to blame and by when trying again makes sense. */
const actors: Readonly<Record<Blame, Readonly<Record<Retry, Actor>>>> = {
  unit: { never: 'operator', 'same-slot': 'operator', 'after-operator': 'operator', later: 'nobody' },
  fixture: { never: 'technician', 'same-slot': 'operator', 'after-operator': 'technician', later: 'nobody' },
  station: { never: 'engineer', 'same-slot': 'technician', 'after-operator': 'technician', later: 'technician' },
  backend: { never: 'engineer', 'same-slot': 'engineer', 'after-operator': 'engineer', later: 'nobody' },
  operator: { never: 'engineer', 'same-slot': 'operator', 'after-operator': 'operator', later: 'nobody' },
  software: { never: 'engineer', 'same-slot': 'engineer', 'after-operator': 'engineer', later: 'engineer' },
};

/** Codes whose cure is out of reach of the one whom the table names: a command, the settings, a list, the account. */
const others: Readonly<Partial<Record<ErrorCode, Actor>>> = {
  'public key': 'technician',
  'bad settings': 'engineer',
  'bad delivery list': 'engineer',
  'pac needed': 'engineer',
  'pac not listed': 'engineer',
  'order complete': 'engineer',
  'new pac': 'engineer',
  'not registered': 'engineer',
  'not documented': 'engineer',
  'not in this api': 'engineer',
  'identity refused': 'engineer',
  'named only': 'engineer',
  'ambiguous dialect': 'engineer',
  'other dialect': 'engineer',
  'wrong baud': 'engineer',
  'not allowed': 'technician',
};

/** What lies with the account, the network or the disk is in nobody's reach at the bench. */
const engineersAreas: ReadonlySet<string> = new Set(['backend', 'journal']);

export const actorOf = (code: ErrorCode): Actor => {
  const { blame, retry, area } = errorTable[code];
  if (retry === 'after-operator' && engineersAreas.has(area)) return 'engineer';
  return others[code] ?? actors[blame][retry];
};

/** Whose fault it is; null after a good end. */
export const blameOf = (code: ResultCode | null): Blame | null =>
  code !== null && isErrorCode(code) ? errorTable[code].blame : null;
