import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { daviteqModbus } from '../../firmware-protocols/daviteq-modbus/definition.ts';
import { argumentError } from '../../src/dialect/argument-error.ts';

const { sendFrame, sendBit, ping } = axWisol.commands;
const { readRegisters } = daviteqModbus.commands;

describe('the arguments of a command, given from outside', () => {
  it.each([
    { command: ping, args: undefined },
    { command: sendBit, args: { bit: 1 } },
    { command: sendFrame, args: { payload: [0, 255] } },
    { command: readRegisters, args: { address: 8, count: 2 } },
  ])('may be $args', ({ command, args }) => {
    expect(argumentError(command, args)).toBeNull();
  });

  it.each([
    { command: ping, args: {}, says: 'it takes no arguments' },
    { command: sendBit, args: undefined, says: 'its arguments are an object' },
    { command: sendBit, args: null, says: 'its arguments are an object' },
    { command: sendBit, args: 1, says: 'its arguments are an object' },
    { command: sendBit, args: [1], says: 'its arguments are an object' },
    { command: sendBit, args: {}, says: '"bit" is missing' },
    { command: readRegisters, args: {}, says: '"address" and "count" are missing' },
    { command: sendBit, args: { bits: 1 }, says: '"bit" is missing' },
    { command: sendBit, args: { bit: 1, times: 2 }, says: 'it takes "bit" and not "times"' },
    { command: sendBit, args: { bit: '1\rAT$SF=00' }, says: '"bit" is a number' },
    { command: sendBit, args: { bit: null }, says: '"bit" is a number' },
    { command: sendBit, args: { bit: Number.NaN }, says: '"bit" is a number' },
    { command: sendFrame, args: { payload: [] }, says: '1 to 12 numbers from 0 to 255' },
    {
      command: sendFrame,
      args: { payload: Array.from({ length: 13 }, () => 0) },
      says: '1 to 12 numbers from 0 to 255',
    },
    { command: sendFrame, args: { payload: [256] }, says: '1 to 12 numbers from 0 to 255' },
    { command: sendFrame, args: { payload: [1.5] }, says: '1 to 12 numbers from 0 to 255' },
    { command: sendFrame, args: { payload: ['1'] }, says: '1 to 12 numbers from 0 to 255' },
    { command: sendFrame, args: { payload: '0102' }, says: '1 to 12 numbers from 0 to 255' },
  ])('may not be $args: $says', ({ command, args, says }) => {
    expect(argumentError(command, args)).toContain(says);
  });
});
