import { PaclineError } from '../domain/pacline-error.ts';
import type { Occurrence } from './event-rows.ts';
import type { Reduced } from './projections.ts';

/** The row that an event leaves behind. @throws PaclineError two pacs for one id | internal fault: the event cannot have happened */
export const rowOf = <Row>(reduced: Reduced<Row>, { event }: Occurrence): Row => {
  if (reduced.ok) return reduced.row;
  const deviceId = 'deviceId' in event ? event.deviceId : null;
  throw new PaclineError(reduced.code, reduced.reason, { context: { from: reduced.from, event: event.kind, deviceId } });
};
