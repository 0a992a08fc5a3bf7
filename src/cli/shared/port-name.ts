import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** An unset variable of a shell is no port. @throws PaclineError bad usage */
export const requirePortName = (path: string): void => {
  if (path.trim() === '')
    throw new PaclineError(
      'bad usage',
      'The name of the port is empty (an unset shell variable?); `pacline ports` lists the ports there are.',
    );
};
