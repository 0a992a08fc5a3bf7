import { untilAborted } from '../async/until-aborted.ts';
import type { Clock } from '../domain/clock.ts';
import type { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Station } from '../station/station.ts';
import { ControlServer, type ControlOptions } from '../web/control-server.ts';

export interface ControlledLine {
  readonly station: Pick<Station, 'slots'>;
  readonly operator: Pick<OperatorDesk, 'take'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly say: (sentence: string) => void;
}

/** Answers line controllers until the signal aborts. @throws PaclineError bad settings: the address cannot be used */
export const serveControl = async (
  listen: ControlOptions['listen'],
  { station, operator, clock, say }: ControlledLine,
  signal: AbortSignal,
): Promise<void> => {
  const server = await ControlServer.start({
    listen,
    clock,
    slots: () => station.slots,
    take: (line) => operator.take(line, { signal }),
  });
  say(`Line controllers are answered at ${server.url}.`);
  await untilAborted(signal);
  await server.close();
};
