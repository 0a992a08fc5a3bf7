import { describe, expect, test } from 'vitest';

import { onlyPort } from '../../../src/cli/shared/only-port.ts';
import type { PortDescription } from '../../../src/station/port-source.ts';
import { rejection } from '../../backend/api-bench.ts';

const soldered = (path: string): PortDescription => ({
  path,
  place: path,
  vendorId: null,
  productId: null,
  serialNumber: null,
  product: null,
});
const adapter = (path: string): PortDescription => ({
  ...soldered(path),
  vendorId: '0403',
  productId: '6001',
  product: 'FT232R',
});

const look = async (...ports: readonly PortDescription[]) => {
  const said: string[] = [];
  const path = await onlyPort({ list: async () => ports }, (sentence) => said.push(sentence));
  return { path, said };
};

describe('a port that nobody names', () => {
  test.each([
    ['the only one', [soldered('/dev/ttyS0')], '/dev/ttyS0'],
    ['the only adapter, whatever is soldered on', [soldered('/dev/ttyS0'), adapter('/dev/ttyUSB0')], '/dev/ttyUSB0'],
  ])('is %s, and is said', async (_, ports, path) => {
    const found = await look(...ports);
    expect(found.path).toBe(path);
    expect(found.said.join('\n')).toContain(path);
  });

  test('is asked for where there are several, with their names', async () => {
    expect(await rejection(look(adapter('/dev/ttyUSB0'), adapter('/dev/ttyUSB1')))).toMatchObject({
      code: 'bad usage',
      message: 'There are 2 serial ports: /dev/ttyUSB0, /dev/ttyUSB1. (bad usage)',
      operatorAction: expect.stringContaining('Name one of them'),
    });
  });

  test('is missing where there is none, with what to do', async () => {
    expect(await rejection(look())).toMatchObject({
      code: 'port missing',
      operatorAction: expect.stringMatching(/^Plug the board.*`pacline simulate board`$/),
    });
  });
});
