import { expect, test } from 'vitest';
import { textOf } from '../../../src/dialect/latin1.ts';
import { MemoryPort } from '../../../src/simulator/boards/memory-port.ts';
import { HeldPort } from '../../../src/station/presence/held-port.ts';

const never = new AbortController().signal;
const bytes = new TextEncoder().encode('AT\r');

const openHeld = () => {
  const received: string[] = [];
  const speeds: number[] = [];
  const port = new MemoryPort('ttyS1', {
    receive: (chunk) => received.push(textOf(chunk)),
    setBaudRate: (baudRate) => speeds.push(baudRate),
  });
  return { port, held: new HeldPort(port), received, speeds };
};

const listenTo = (port: Pick<MemoryPort, 'onData'>): string[] => {
  const heard: string[] = [];
  port.onData((chunk) => heard.push(textOf(chunk)));
  return heard;
};

test('Bytes between two loans are counted and given to nobody', async () => {
  const { port, held, received, speeds } = openHeld();
  port.deliver('boot text');
  const first = await held.lend({ baudRate: 9600 });
  const heardByFirst = listenTo(first);
  await first.write(bytes, { signal: never });
  port.deliver('OK');
  await first.close();
  port.deliver('late');
  const second = await held.lend({ baudRate: 115_200 });
  port.deliver('early');
  const heardBySecond = listenTo(second);
  expect({ heardByFirst, heardBySecond, received, speeds }).toEqual({
    heardByFirst: ['OK'],
    heardBySecond: ['early'],
    received: ['AT\r'],
    speeds: [9600, 115_200],
  });
  expect(held.strayBytes).toBe('boot text'.length + 'late'.length);
});

test('A loan that was given back is of no use, and giving it back again takes nothing from the next one', async () => {
  const { port, held } = openHeld();
  const first = await held.lend({ baudRate: 9600 });
  await first.close();
  expect(await first.closed).toMatchObject({ reason: 'requested' });
  await expect(first.write(bytes, { signal: never })).rejects.toMatchObject({ code: 'port lost' });
  const second = await held.lend({ baudRate: 9600 });
  await first.close();
  first.onData(() => expect.unreachable('it is not lent any more'));
  const heard = listenTo(second);
  port.deliver('OK');
  expect(heard).toEqual(['OK']);
});

test('A port is lent to one run at a time', async () => {
  const { held } = openHeld();
  const loan = await held.lend({ baudRate: 9600 });
  await expect(held.lend({ baudRate: 9600 })).rejects.toMatchObject({ code: 'port busy' });
  await loan.close();
  await (await held.lend({ baudRate: 9600 })).close();
});

test('The loan of a port whose cable is pulled is lost with it', async () => {
  const { port, held } = openHeld();
  const loan = await held.lend({ baudRate: 9600 });
  port.pull();
  expect(await loan.closed).toMatchObject({ reason: 'lost' });
  await expect(loan.write(bytes, { signal: never })).rejects.toMatchObject({ code: 'port lost' });
  await loan.close();
});
