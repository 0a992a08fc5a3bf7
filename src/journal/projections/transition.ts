import { DeviceId } from '../../domain/device-id.ts';
import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

/** To be raised with every change to a reducer: the projections of older journals are then made anew. */
export const projectionVersion = 7;

/** The row after an event, or why the event cannot have happened. `reason` is a sentence without a secret. */
export type Transition<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string; readonly from: string };

export const legal = <Row>(row: Row): Transition<Row> => ({ ok: true, row });

export const illegal = (from: string, reason: string, code: ErrorCode = 'internal fault'): Transition<never> => ({
  ok: false,
  code,
  reason,
  from,
});

/** Equality of device IDs is equality of text only while every one of them is written in the one form. */
export const isCanonical = (deviceId: string): boolean => {
  const parsed = DeviceId.parse(deviceId);
  return parsed.ok && parsed.value === deviceId;
};

export const notCanonical = (from: string): Transition<never> =>
  illegal(from, 'A device ID came to the journal that was never parsed');

/** The row that an event leaves behind. @throws PaclineError two pacs for one id | internal fault: the event cannot have happened */
export const rowOf = <Row>(transition: Transition<Row>, { event }: EventEnvelope): Row => {
  if (transition.ok) return transition.row;
  const deviceId = 'deviceId' in event ? event.deviceId : null;
  throw new PaclineError(transition.code, transition.reason, {
    context: { from: transition.from, event: event.kind, deviceId },
  });
};
