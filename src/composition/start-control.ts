import { untilAborted } from '../async/until-aborted.ts';
import type { Clock } from '../domain/clock.ts';
import type { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Station } from '../station/station.ts';
import { ControlServer, type ControlOptions } from '../web/control-server.ts';
import type { BackgroundTask } from './run-with-background.ts';

export interface ControlledLine {
  readonly station: Pick<Station, 'slots'>;
  readonly operator: Pick<OperatorDesk, 'take'>;
  readonly clock: Pick<Clock, 'now'>;
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
  { station, operator, clock, say }: ControlledLine,
  signal: AbortSignal,
): Promise<StartedControl> => {
  const server = await ControlServer.start({
    listen,
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
