import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';

export const allDialects = dialects.map(({ definition }) => definition);

/** A dialect by its name. @throws PaclineError bad usage, with the names there are */
export const dialectNamed = (id: string): Dialect => {
  const named = dialects.find(({ definition }) => definition.id === id);
  if (named === undefined)
    throw new PaclineError(
      'bad usage',
      `There is no dialect "${id}"; known are ${allDialects.map((definition) => definition.id).join(', ')}.`,
    );
  return named;
};
