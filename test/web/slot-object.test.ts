import { expect, test } from 'vitest';

import type { Verdict } from '../../src/domain/outcome.ts';
import { emptySlot, type Slot, type SlotState } from '../../src/station/slot-state.ts';
import { slotObject } from '../../src/web/slot-object.ts';

const where = { port: '/dev/ttyS9', run: 'run-1', deviceId: '00A10001' } as const;
const slot = (state: SlotState, changes: Partial<Slot> = {}): Slot => ({ ...emptySlot('left'), state, ...changes });
const judged = (verdict: Verdict, isHeld = false): Slot =>
  slot({ kind: 'judged', ...where, verdict, serialNumber: '000123', order: 'PO-7', isHeld });

test('a slot without a verdict tells its state and no more', () => {
  expect(slotObject(emptySlot('left'))).toEqual({ event: 'slot', slot: 'left', state: 'empty' });
  expect(slotObject(slot({ kind: 'working', ...where, phase: 'labelling' }, { notice: 'scan the label' }))).toEqual({
    event: 'slot',
    slot: 'left',
    state: 'working',
    ...where,
    phase: 'labelling',
    notice: 'scan the label',
  });
});

test('a slot tells what it waits for, and what is kept for its unit or the next one', () => {
  const kept = { wants: null, kept: '10000050' };
  expect(slotObject({ ...emptySlot('left'), scan: kept })).toEqual({
    event: 'slot',
    slot: 'left',
    state: 'empty',
    scan: kept,
  });
});

test('a verdict tells of its unit, whose fault it is, whose turn it is and what to do', () => {
  const verdict: Verdict = { colour: 'red', outcome: 'error', code: 'route refused', message: 'This is step 2.' };
  expect(slotObject(judged(verdict))).toEqual({
    event: 'slot',
    slot: 'left',
    state: 'judged',
    ...where,
    serialNumber: '000123',
    order: 'PO-7',
    ...verdict,
    sign: 'red',
    blame: 'operator',
    actor: 'operator',
    action: 'Bring the unit to the step that the message names.',
  });
});

test('a good verdict is nobody’s fault, and an amber one tells whether the unit is held', () => {
  const green: Verdict = { colour: 'green', outcome: 'pass', code: 'registered', message: 'Done.' };
  expect(slotObject(judged(green))).toMatchObject({ sign: 'green', blame: null, actor: 'operator' });
  expect(slotObject(judged(green))).not.toHaveProperty('held');
  const amber: Verdict = { colour: 'amber', outcome: 'pass', code: 'owed', message: 'Not sent.' };
  expect(slotObject(judged(amber, true))).toMatchObject({
    held: true,
    actor: 'nobody',
    action: expect.stringMatching(/^Leave it in/),
  });
  expect(slotObject(judged(amber))).toMatchObject({ held: false, action: expect.stringMatching(/^Take it out, or/) });
});

test('a unit that a rule turned away has a sign of its own', () => {
  const verdict: Verdict = { colour: 'red', outcome: 'error', code: 'golden due', message: 'Seat the golden unit.' };
  expect(slotObject(judged(verdict))).toMatchObject({ colour: 'red', sign: 'turned away' });
});

test('what holds for the slot is told as data, with who ends it and how', () => {
  expect(slotObject({ ...emptySlot('left'), standing: { code: 'slot locked', reason: '3 reds' } })).toMatchObject({
    standing: { code: 'slot locked', reason: '3 reds', actor: 'technician', action: expect.stringContaining('UNLOCK') },
  });
  const due = { code: 'golden due', reason: 'a new shift began', endsWith: null } as const;
  expect(slotObject({ ...emptySlot('left'), standing: { ...due, goldenUnits: ['00A1F00D'] } })).toMatchObject({
    standing: { ...due, goldenUnits: ['00A1F00D'], actor: 'operator', action: 'Seat the golden unit 00A1F00D.' },
  });
});
