import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { orderStates } from '../../domain/registration.ts';
import type { JournalReader, SlotRecord } from '../../journal/journal.ts';
import type { LineRules } from '../line-rules.ts';
import type { Ages } from './ages.ts';

/** The rule by which a unit is turned away before its port is opened: slot locked, order complete, debt limit; null: it is let in. */
export const whyRejected = async (
  slot: SlotRecord | null,
  rules: LineRules,
  { journal, ages }: { readonly journal: JournalReader; readonly ages: Ages },
): Promise<PaclineError | null> => {
  if (slot !== null && slot.lockedAt !== null) {
    return new PaclineError(
      'slot locked',
      `The slot ${slot.slot} is locked: ${slot.lockReason ?? 'no reason is kept'}.`,
      { context: { slot: slot.slot } },
    );
  }
  const { order, debtLimit } = rules;
  // A unit that is owed belongs to its order: a network that is down must not make the order grow
  if (
    order !== null &&
    order.quantity !== null &&
    (await journal.countOfOrder(order.name, orderStates)) >= order.quantity
  ) {
    return new PaclineError(
      'order complete',
      `The order ${order.name} has its ${order.quantity} units, confirmed or owed.`,
      { context: { order: order.name } },
    );
  }
  if (debtLimit === null) return null;
  const { units, since } = await journal.owing();
  const ageMs = since === null ? 0 : ages.of(since);
  const tooMany = debtLimit.maxUnits !== null && units >= debtLimit.maxUnits;
  const tooOld = debtLimit.maxMs !== null && ageMs >= debtLimit.maxMs;
  return !tooMany && !tooOld
    ? null
    : new PaclineError(
        'debt limit',
        `${units} registrations are owed, the oldest for ${hours(ageMs)}: the line stops here by its rule.`,
        { context: { units, ageMs } },
      );
};

const hours = (ms: number): string =>
  ms < 3_600_000 ? `${Math.floor(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
