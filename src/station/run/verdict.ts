import type { VerdictColour, Verdict, Outcome } from '../../domain/outcome.ts';
import type { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { errorTable, isErrorCode } from '../../domain/errors/error-table.ts';
import type { RegistrationResult } from '../../registrar/registration-result.ts';

/** Green only for what the backend has confirmed; amber for what is safely owed; red for what needs a person. */
export const verdictOfRegistration = ({ state, code, message }: RegistrationResult): Verdict => {
  switch (state) {
    case 'confirmed':
      return { colour: 'green', outcome: 'pass', code, message };
    case 'owed':
    case 'intended':
    case 'submitted':
    case 'accepted':
    case 'unknown':
      return { colour: 'amber', outcome: 'pass', code, message: `${sentence(message)} ${whatNext(code)}` };
    case 'refused':
    case 'withdrawn':
      return { colour: 'red', outcome: isUnitAtFault(code) ? 'fail' : 'error', code, message };
  }
};

/** What becomes of an amber unit. */
const whatNext = (code: RegistrationResult['code']): string => {
  const isForPerson = isErrorCode(code) && errorTable[code].retry === 'after-operator';
  return isForPerson ? `${errorTable[code].operatorAction}.` : 'It goes on by itself while the line runs.';
};

/** A run that ended in an error is red; whose fault it is decides whether the unit failed. */
export const verdictOfError = (error: PaclineError): Verdict => ({
  colour: red,
  outcome: outcomeOf(error.code),
  code: error.code,
  message: error.message,
});

const red: VerdictColour = 'red';

const outcomeOf = (code: ErrorCode): Outcome => {
  if (code === 'no answer' || code === 'fell silent' || code === 'modem busy') return 'timeout';
  if (abortedCodes.has(code)) return 'aborted';
  return errorTable[code].blame === 'unit' ? 'fail' : 'error';
};

/** The run came to no end of its own: nothing is found out about the unit. */
export const abortedCodes: ReadonlySet<ErrorCode> = new Set(['port lost', 'taken out', 'given up', 'interrupted']);

/** Refusals that speak of this unit and no other. */
const isUnitAtFault = (code: RegistrationResult['code']): boolean =>
  code === 'backend refused' || code === 'owned elsewhere';

const sentence = (text: string): string => (/[.)]$/.test(text) ? text : `${text}.`);
