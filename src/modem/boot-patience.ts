import type { DialectDefinition } from '../../firmware-protocols/contract.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';

/** Boards that restart when their port opens are deaf for 1 to 3 s. */
export const unknownBootMs = 3000;

/** How long a board may be deaf behind the opening of its port, in ms; null for a dialect that is not known yet. */
export const bootMsBehindOpening = (dialect: DialectDefinition | null): number => {
  if (dialect === null) return unknownBootMs;
  // Such a board is waited for by its own commands, and asked nothing.
  if (dialect.announcement !== undefined) return 0;
  const { opensWith, timing } = dialect;
  switch (opensWith?.resets ?? 'unknown') {
    case 'no':
      return 0;
    case 'by DTR':
      return opensWith?.bootMs ?? timing.bootMs;
    case 'unknown':
      return Math.max(unknownBootMs, opensWith?.bootMs ?? timing.bootMs);
  }
};

/**
 * Whether a board that is still starting may be the reason: it is silent, prints what it likes, or refuses. One whose answer has been
 * understood is up: only its silence is worth another attempt.
 */
export const mayBeBooting = (error: unknown, { isUnderstood }: { readonly isUnderstood: boolean }): boolean => {
  if (PaclineError.is(error, 'no answer', 'fell silent')) return true;
  return (
    !isUnderstood &&
    PaclineError.is(
      error,
      'own echo',
      'wrong baud',
      'other dialect',
      'line is noisy',
      'modem refused',
      'identity refused',
    )
  );
};

/** What the operator is told meanwhile. */
export const waitingSentence = (leftMs: number): string =>
  `No answer yet: waiting for the board to boot, ${Math.ceil(leftMs / 1000)} s.`;

/** Less than this is not worth a word, in ms. */
export const worthAWordMs = 300;
