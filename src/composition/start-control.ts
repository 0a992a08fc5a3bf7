import { untilAborted } from '../async/until-aborted.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { ControlSetting } from '../settings/tables/control.ts';
import type { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Station } from '../station/station.ts';
import { ControlServer, type ControlOptions } from '../web/control-server.ts';
import type { BackgroundTask } from './run-with-background.ts';

export interface ControlledLine {
  readonly station: Pick<Station, 'slots'>;
  readonly operator: Pick<OperatorDesk, 'take'>;
  readonly clock: Pick<Clock, 'now'>;
  /** That every request has to carry; null: none has to. */
  readonly token: string | null;
  readonly say: (sentence: string) => void;
}

export interface StartedControl {
  readonly url: string;
  /** Lasts until its signal aborts; then nothing is answered any more. */
  readonly serve: BackgroundTask;
}

/** Answers line controllers from now on. @throws PaclineError bad settings: the address cannot be used */
export const startControl = async (
  listen: ControlOptions['listen'],
  { station, operator, clock, token, say }: ControlledLine,
  signal: AbortSignal,
): Promise<StartedControl> => {
  const server = await ControlServer.start({
    listen,
    token,
    clock,
    slots: () => station.slots,
    take: (line) => operator.take(line, { signal }),
  });
  say(`Line controllers are answered at ${server.url}.`);
  return {
    url: server.url,
    serve: async (running) => {
      await untilAborted(running);
      await server.close();
    },
  };
};

/** Shorter ones are guessed. */
const shortestToken = 16;

/** The token of these settings; null: they want none. @throws PaclineError bad settings */
export const controlToken = (
  { tokenEnv }: Pick<ControlSetting, 'tokenEnv'>,
  environment: Readonly<Record<string, string | undefined>>,
): string | null => {
  if (tokenEnv === undefined) return null;
  const token = environment[tokenEnv] ?? '';
  if (token.length >= shortestToken) return token;
  throw new PaclineError(
    'bad settings',
    token === ''
      ? `${tokenEnv} is not set in the environment; the control address needs it.`
      : `${tokenEnv} is too short for a token; the control address needs one of at least ${shortestToken} characters.`,
    { context: { variable: tokenEnv } },
  );
};
