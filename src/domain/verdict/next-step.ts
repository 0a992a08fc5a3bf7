import { actorOf, type Actor } from './actor.ts';
import { errorTable, isErrorCode, type ErrorCode } from '../errors/error-table.ts';
import type { PaclineError } from '../errors/pacline-error.ts';
import type { Verdict } from '../outcome.ts';

/** A thing to do at the bench: what ends an error with this code, or what is done with the unit itself. */
export type BenchStep = ErrorCode | 'take it out' | 'may leave' | 'leave it in';

/** Each a sentence without its full stop. Left out: the error's own action says it to a person at the bench as well. */
const benchActions: Readonly<Partial<Record<BenchStep, string>>> = {
  'take it out': 'Take it out',
  'may leave': 'Take it out, or leave it in until it is green',
  'leave it in': 'Leave it in until it is green',
  'bad usage': 'Do as the message says, then scan again',
  'bad settings': 'Correct what the message names in the settings',
  'pac needed': "Name the maker's list as `deliveryList` of the product, then start the line again",
  'public key': 'Set the unit aside until `pacline modem usePrivateKey` has switched it back',
  'serial taken': 'Seat the unit again and scan the serial that is on it',
  'slot locked': 'Find the cause, scan a badge, then UNLOCK',
  'golden failed': 'Clean the contacts and check the fixture, then read the golden unit again',
  'order complete': 'Put the unit back, and begin the next order',
  'not allowed': 'Let somebody with the role that the message names scan a badge, then do it again',
  'fell silent': 'Seat the unit again; if it stays so, a technician looks at the board and its boot time',
  'named only': 'Name the dialect in the [[slot]] or [[product]] of this modem',
  'ambiguous dialect': 'Name the dialect in the [[slot]] or [[product]] of this modem',
  'port missing': 'Check the cable of this slot',
  'set aside': 'Put it where such units go',
  'registration withdrawn': 'Take the unit out; seat it again if it is to be registered',
  interrupted: 'Seat the unit again',
};

/** What the person at the bench does about it, as a sentence. */
export const actionAtBench = (step: BenchStep): string => {
  const words = benchActions[step] ?? (isErrorCode(step) ? errorTable[step].operatorAction : step);
  return `${words}.`;
};

/** The same after an error, which may say it of its own case. */
export const actionAfter = ({ code, entry, operatorAction }: PaclineError): string =>
  operatorAction === entry.operatorAction ? actionAtBench(code) : `${operatorAction}.`;

/** What follows from a verdict for the people at the bench. */
export interface NextStep {
  readonly actor: Actor;
  /** In this order; a page in another language translates each. */
  readonly steps: readonly BenchStep[];
  /** The same in English. */
  readonly action: string;
}

/** `isHeld`: an amber unit may not leave its slot. */
export const nextStepOf = (
  { colour, code }: Pick<Verdict, 'colour' | 'code'>,
  { isHeld }: { readonly isHeld: boolean },
): NextStep => {
  if (!isErrorCode(code)) return nextStep('operator', ['take it out']);
  if (colour !== 'amber') return nextStep(actorOf(code), [code]);
  const actor = actorOf(code);
  const stay: readonly BenchStep[] = code === 'label unscanned' ? [] : [isHeld ? 'leave it in' : 'may leave'];
  return nextStep(actor, actor === 'nobody' ? stay : [...stay, code]);
};

const nextStep = (actor: Actor, steps: readonly BenchStep[]): NextStep => ({
  actor,
  steps,
  action: steps.map(actionAtBench).join(' '),
});
