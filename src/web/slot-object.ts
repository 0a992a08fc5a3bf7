import { blameOf } from '../domain/verdict/actor.ts';
import { nextStepOf } from '../domain/verdict/next-step.ts';
import { signOf } from '../domain/verdict/refused-by-rule.ts';
import { actorOfStanding, actionOfStanding } from '../station/rules/slot-standing.ts';
import type { Slot, SlotStanding } from '../station/slot-state.ts';

/** A slot as it stands, for programs: one object of the stream, and one of the answer to `GET /slots`. */
export const slotObject = ({ name, state, notice, standing, scan }: Slot): Readonly<Record<string, unknown>> => {
  const { kind, ...details } = state;
  return {
    event: 'slot',
    slot: name,
    state: kind,
    ...(state.kind === 'judged' ? judgedObject(state) : details),
    ...(notice === null ? {} : { notice }),
    ...(standing === null ? {} : { standing: standingObject(standing) }),
    ...(scan.wants === null && scan.kept === null ? {} : { scan }),
  };
};

const judgedObject = ({
  port,
  run,
  deviceId,
  serialNumber,
  order,
  verdict,
  isHeld,
}: Extract<Slot['state'], { readonly kind: 'judged' }>): Readonly<Record<string, unknown>> => {
  const { actor, action } = nextStepOf(verdict, { isHeld });
  return {
    port,
    run,
    deviceId,
    serialNumber,
    order,
    ...verdict,
    sign: signOf(verdict),
    blame: blameOf(verdict.code),
    actor,
    action,
    ...(verdict.colour === 'amber' ? { held: isHeld } : {}),
  };
};

const standingObject = (standing: SlotStanding): Readonly<Record<string, unknown>> => ({
  ...standing,
  actor: actorOfStanding(standing),
  action: actionOfStanding(standing),
});
