import { expect, test } from 'vitest';
import type { Verdict } from '../../src/domain/outcome.ts';
import {
  emptySlot,
  nextSlot,
  type Slot,
  type SlotEvent,
  type SlotScan,
  type SlotStanding,
  type SlotState,
} from '../../src/station/slot-state.ts';

const verdict: Verdict = { colour: 'green', outcome: 'pass', code: 'registered', message: 'Done.' };

const known = { serialNumber: '000123', order: 'PO-7', isHeld: false } as const;

const states: Readonly<Record<SlotState['kind'], SlotState>> = {
  empty: { kind: 'empty' },
  seated: { kind: 'seated', port: 'p' },
  working: { kind: 'working', port: 'p', run: 'r', phase: 'reading', deviceId: '00A10001' },
  judged: { kind: 'judged', port: 'p', run: 'r', deviceId: '00A10001', verdict, ...known },
};

const scan: SlotScan = { wants: 'label', kept: '0001' };

const later: Verdict = { ...verdict, code: 'already done' };

type StateEvent = Exclude<SlotEvent, { kind: 'notice' | 'standing' | 'scan' }>;

const events: Readonly<Record<StateEvent['kind'], StateEvent>> = {
  seated: { kind: 'seated', port: 'q' },
  began: { kind: 'began', run: 's' },
  phase: { kind: 'phase', phase: 'checking', deviceId: '00A10002' },
  judged: { kind: 'judged', deviceId: '00A10002', verdict, ...known },
  revised: { kind: 'revised', verdict: later },
  removed: { kind: 'removed' },
};

/** State after event; null: not legal. */
const table: Readonly<Record<SlotState['kind'], Readonly<Record<StateEvent['kind'], SlotState | null>>>> = {
  empty: {
    seated: { kind: 'seated', port: 'q' },
    began: null,
    phase: null,
    judged: null,
    revised: null,
    removed: null,
  },
  seated: {
    seated: null,
    began: { kind: 'working', port: 'p', run: 's', phase: 'opening', deviceId: null },
    phase: null,
    judged: null,
    revised: null,
    removed: { kind: 'empty' },
  },
  working: {
    seated: null,
    began: null,
    phase: { kind: 'working', port: 'p', run: 'r', phase: 'checking', deviceId: '00A10002' },
    judged: { kind: 'judged', port: 'p', run: 'r', deviceId: '00A10002', verdict, ...known },
    revised: null,
    removed: { kind: 'empty' },
  },
  judged: {
    seated: null,
    began: { kind: 'working', port: 'p', run: 's', phase: 'opening', deviceId: null },
    phase: null,
    judged: null,
    revised: { kind: 'judged', port: 'p', run: 'r', deviceId: '00A10001', verdict: later, ...known },
    removed: { kind: 'empty' },
  },
};

const locked: SlotStanding = { code: 'slot locked', reason: '3 reds in a row' };

const rows = Object.values(states).flatMap((state) =>
  Object.values(events).map((event) => ({ state, event, next: table[state.kind][event.kind] })),
);

test.each(rows)('$state.kind and then $event.kind', ({ state, event, next }) => {
  const slot: Slot = { name: 'left', state, notice: 'scan the label', standing: locked, scan, illegalEvents: 3 };
  expect(nextSlot(slot, event)).toEqual(
    next === null ? { ...slot, illegalEvents: 4 } : { ...slot, notice: null, state: next },
  );
});

test('A slot begins empty and without a fault', () => {
  expect(emptySlot('left')).toEqual({
    name: 'left',
    state: { kind: 'empty' },
    notice: null,
    standing: null,
    scan: { wants: null, kept: null },
    illegalEvents: 0,
  });
});

test('What a person has to do, and what holds for the slot, change nothing else', () => {
  const slot = emptySlot('left');
  expect(nextSlot(slot, { kind: 'notice', notice: 'scan the label' })).toEqual({ ...slot, notice: 'scan the label' });
  expect(nextSlot(slot, { kind: 'standing', standing: locked })).toEqual({ ...slot, standing: locked });
  expect(nextSlot(slot, { kind: 'scan', scan })).toEqual({ ...slot, scan });
});
