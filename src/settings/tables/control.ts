import { z } from 'zod';

import { isLoopback } from '../../machine/loopback.ts';
import { only } from '../values/settings-words.ts';
import { variableName } from '../values/web-address.ts';
import { socketPlace, type SocketPlace } from '../values/value-schemas.ts';

/** Where a line controller on this machine tells the station what to do, by HTTP. */
export interface ControlSetting {
  /** Loopback only. */
  readonly listen: SocketPlace;
  /** Variable with the token that every request has to carry; absent: every program of this machine is answered. */
  readonly tokenEnv?: string;
}

const accepted = 'a loopback address and port such as "127.0.0.1:8089"';

export const controlKeys = {
  listen: socketPlace(accepted)
    .refine(
      ({ host }) => isLoopback(host.includes(':') ? `[${host}]` : host),
      `not ${accepted}: who reaches it commands the line, so it is for programs of this machine only`,
    )
    .describe(
      'loopback address and port, as in `127.0.0.1:8089`, at which a line controller starts slots and hands over scans',
    ),
  tokenEnv: variableName()
    .exactOptional()
    .describe(
      'name of the variable with the token that a line controller sends; without it every program of this computer is answered',
    ),
};

export const control = z.strictObject(controlKeys, only('a [control] table'));
