import type { ResultCode } from '../domain/outcome.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { RegistrationState } from '../domain/registration.ts';
import { sentenceOf } from '../domain/verdict/sentence-of.ts';
import { localTime } from '../domain/shift.ts';
import type { RegistrationRecord } from '../journal/journal.ts';
import type { Obstacle } from './registrar-options.ts';

/** How far a registration has come. Open states are debts: the registrar goes on with them by itself. */
export interface RegistrationResult {
  readonly state: RegistrationState;
  readonly code: ResultCode;
  /** One sentence or more for a person. */
  readonly message: string;
}

export const resultOf = (record: RegistrationRecord, obstacle: Obstacle | null = null): RegistrationResult => {
  const { state } = record;
  if (obstacle !== null) return { state, ...obstacle };
  return { state, code: registrationCode(record), message: registrationSentence(record) };
};

/** Why a unit is accepted that the list shows in part. */
export const listedButHidden = 'the backend lists it, but does not show all of it';

/** Where a registration stands, as a code for programs. */
export const registrationCode = ({ state, code }: Pick<RegistrationRecord, 'state' | 'code'>): ResultCode => {
  switch (state) {
    case 'owed':
      return 'owed';
    case 'submitted':
      return 'in a job';
    case 'accepted':
      return 'accepted';
    case 'intended':
      return 'registration unknown';
    case 'unknown':
      return code ?? 'registration unknown';
    case 'confirmed':
      return code ?? 'registered';
    case 'refused':
      return code ?? 'backend refused';
    case 'withdrawn':
      return 'registration withdrawn';
  }
};

/** The same for a person. */
export const registrationSentence = (record: RegistrationRecord): string => {
  const { state, code, reason, changedAt, acceptedAt, confirmedAt } = record;
  switch (state) {
    case 'owed':
      if (code === 'owned elsewhere')
        return 'The backend has this ID already, and does not show it so far; whose it is is being looked up.';
      return `It is owed and was not sent yet${reason === null ? '' : `: ${reason}`}.`;
    case 'intended':
      return 'It is being sent.';
    case 'submitted':
      return `A job of the backend works on it since ${clockTime(changedAt)}.`;
    case 'accepted':
      if (confirmedAt !== null)
        return `It was confirmed at ${clockTime(confirmedAt)}, and the backend does not list it any more.`;
      if (reason === listedButHidden) return 'The backend lists it, but does not show all of it to this API user.';
      return `The backend took it at ${clockTime(acceptedAt ?? changedAt)} and does not list it yet.`;
    case 'unknown':
      if (code !== null && code !== 'registration unknown')
        return `It was sent before, and the backend now refuses it (${reason ?? code}); whether it has it from then is being looked up.`;
      return `An answer got lost at ${clockTime(changedAt)}${reason === null ? '' : ` (${reason})`}; whether it is registered is being looked up.`;
    case 'confirmed':
    case 'refused':
    case 'withdrawn':
      return reason ?? sentenceOf(registrationCode(record));
  }
};

/** `10:42`, local. */
export const clockTime = (at: number): string => localTime(at).slice(-5);

/** A fault of the backend, or of the way to it, as what keeps a unit from going on. @throws anything else */
export const obstacleOf = (error: unknown): Obstacle => {
  if (!PaclineError.is(error) || error.entry.area !== 'backend') throw error;
  return { code: error.code, message: error.sentence };
};
