import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** The error that an empty list of device types is. `name`: the part of a name that was asked for. */
export const noneVisible = (name: string | undefined): PaclineError =>
  name === undefined
    ? new PaclineError(
        'no rights',
        'The backend shows this API user no device type. It shows those of the group that the user belongs to, and of the groups below it.',
      )
    : new PaclineError(
        'unknown device type',
        `None of the device types that this API user can see has ${JSON.stringify(name.slice(0, 40))} in its name.`,
      );
