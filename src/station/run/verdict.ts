import type { VerdictColour, Verdict, Outcome } from '../../domain/outcome.ts';
import type { PaclineError } from '../../domain/pacline-error.ts';
import type { ErrorCode } from '../../domain/error-table.ts';
import { errorTable } from '../../domain/error-table.ts';
import type { RegistrationResult } from '../../registrar/registrar.ts';

/** Green only for what the backend has confirmed; amber for what is safely owed; red for what needs a person. */
export const verdictOfRegistration = ({ state, code, message }: RegistrationResult): Verdict => {
  switch (state) {
    case 'confirmed':
      return { colour: 'green', outcome: 'pass', code, message };
    case 'owed':
    case 'intended':
    case 'submitted':
    case 'unknown':
      return { colour: 'amber', outcome: 'pass', code, message: `${sentence(message)} The registration is owed and goes on by itself.` };
    case 'refused':
      return { colour: 'red', outcome: isUnitAtFault(code) ? 'fail' : 'error', code, message };
  }
};

/** A run that ended in an error is red; whose fault it is decides whether the unit failed. */
export const verdictOfError = (error: PaclineError): Verdict => ({ colour: red, outcome: outcomeOf(error.code), code: error.code, message: error.message });

const red: VerdictColour = 'red';

const outcomeOf = (code: ErrorCode): Outcome => {
  if (code === 'no answer') return 'timeout';
  if (code === 'port lost' || code === 'interrupted') return 'aborted';
  return errorTable[code].blame === 'unit' ? 'fail' : 'error';
};

/** Refusals that speak of this unit and no other. */
const isUnitAtFault = (code: RegistrationResult['code']): boolean => code === 'backend refused' || code === 'owned elsewhere';

const sentence = (text: string): string => (/[.)]$/.test(text) ? text : `${text}.`);
