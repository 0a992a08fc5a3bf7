import { expect, test } from 'vitest';
import type { Verdict } from '../../src/domain/outcome.ts';
import { emptySlot, nextSlot, type Slot, type SlotEvent, type SlotState } from '../../src/station/slot-state.ts';

const verdict: Verdict = { colour: 'green', outcome: 'pass', code: 'registered', message: 'Done.' };

const states: Readonly<Record<SlotState['kind'], SlotState>> = {
  empty: { kind: 'empty' },
  seated: { kind: 'seated', port: 'p' },
  working: { kind: 'working', port: 'p', run: 'r', phase: 'reading', deviceId: '00A10001' },
  judged: { kind: 'judged', port: 'p', run: 'r', deviceId: '00A10001', verdict },
};

const events: Readonly<Record<SlotEvent['kind'], SlotEvent>> = {
  seated: { kind: 'seated', port: 'q' },
  began: { kind: 'began', run: 's' },
  phase: { kind: 'phase', phase: 'checking', deviceId: '00A10002' },
  judged: { kind: 'judged', deviceId: '00A10002', verdict },
  removed: { kind: 'removed' },
};

/** State after event; null: not legal. */
const table: Readonly<Record<SlotState['kind'], Readonly<Record<SlotEvent['kind'], SlotState | null>>>> = {
  empty: { seated: { kind: 'seated', port: 'q' }, began: null, phase: null, judged: null, removed: null },
  seated: {
    seated: null,
    began: { kind: 'working', port: 'p', run: 's', phase: 'opening', deviceId: null },
    phase: null,
    judged: null,
    removed: { kind: 'empty' },
  },
  working: {
    seated: null,
    began: null,
    phase: { kind: 'working', port: 'p', run: 'r', phase: 'checking', deviceId: '00A10002' },
    judged: { kind: 'judged', port: 'p', run: 'r', deviceId: '00A10002', verdict },
    removed: { kind: 'empty' },
  },
  judged: {
    seated: null,
    began: { kind: 'working', port: 'p', run: 's', phase: 'opening', deviceId: null },
    phase: null,
    judged: null,
    removed: { kind: 'empty' },
  },
};

const rows = Object.values(states).flatMap((state) => Object.values(events).map((event) => ({ state, event, next: table[state.kind][event.kind] })));

test.each(rows)('$state.kind and then $event.kind', ({ state, event, next }) => {
  const slot: Slot = { name: 'left', state, illegalEvents: 3 };
  expect(nextSlot(slot, event)).toEqual(next === null ? { ...slot, illegalEvents: 4 } : { ...slot, state: next });
});

test('A slot begins empty and without a fault', () => {
  expect(emptySlot('left')).toEqual({ name: 'left', state: { kind: 'empty' }, illegalEvents: 0 });
});
