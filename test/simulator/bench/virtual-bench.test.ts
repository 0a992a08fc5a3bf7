import { expect, test } from 'vitest';
import { dialects } from '../../../firmware-protocols/index.ts';
import { bytesOf, textOf } from '../../../src/dialect/latin1.ts';
import type { BytePort } from '../../../src/modem/byte-port.ts';
import type { WireFault } from '../../../src/simulator/boards/wire-fault.ts';
import { MemoryPort } from '../../../src/simulator/boards/memory-port.ts';
import type { VirtualBoard } from '../../../src/simulator/bench/bench-place.ts';
import { VirtualBench } from '../../../src/simulator/bench/virtual-bench.ts';
import type { PortGone, PortSeen } from '../../../src/station/port-source.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const dialect = dialects.find(({ definition }) => definition.id === 'ax-wisol') ?? expect.fail('the dialect is there');
const { baudRate } = dialect.definition.serial;

const boardOf = (deviceId: string, wireFaults: readonly WireFault[] = []): VirtualBoard => ({
  dialect,
  unit: { deviceId, pac: 'B7D93CE5A61F82D4', faults: new Set() },
  wireFaults: wireFaults,
});

const waiting = (): AbortSignal => new AbortController().signal;

const openVirtualBench = () => {
  const clock = new VirtualClock();
  return { clock, bench: new VirtualBench({ clock, pace: 'at once' }) };
};

/** Says something and gives what has come back by then, in virtual time. */
const ask = async (port: BytePort, clock: VirtualClock, request: string): Promise<string> => {
  let heard = '';
  const stop = port.onData((chunk) => {
    heard += textOf(chunk);
  });
  await port.write(bytesOf(request), { signal: waiting() });
  await clock.advance(10);
  stop();
  return heard;
};

/** What a watch tells, one by one. */
const watch = (bench: VirtualBench, signal: AbortSignal) => {
  const changes = bench.watch(signal)[Symbol.asyncIterator]();
  return async (): Promise<string> => {
    const { value, done } = (await changes.next()) as IteratorResult<PortSeen | PortGone, undefined>;
    if (done) return 'end';
    return value.kind === 'seen' ? `seen ${value.port.path} at ${value.port.place}` : `gone ${value.path}`;
  };
};

test('A watch tells first what is there, then each change, and ends with its signal', async () => {
  const { bench } = openVirtualBench();
  const over = new AbortController();
  bench.plug('a', boardOf('00A10001'));
  const next = watch(bench, over.signal);
  expect(await next()).toBe('seen a at a');
  bench.plug('b', boardOf('00A10002'), { place: 'hub port 2' });
  bench.unplug('a');
  expect([await next(), await next()]).toEqual(['seen b at hub port 2', 'gone a']);
  const last = next();
  over.abort();
  expect(await last).toBe('end');
});

test('A watch whose signal has aborted ends, and throws nothing', async () => {
  const { bench } = openVirtualBench();
  bench.plug('a', boardOf('00A10001'));
  expect(await watch(bench, AbortSignal.abort())()).toBe('end');
});

test('A board that is plugged answers at its speed, and only with noise at another one', async () => {
  const { bench, clock } = openVirtualBench();
  bench.plug('a', boardOf('00A10001'));
  const port = await bench.open('a', { baudRate }, { signal: waiting() });
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('00A10001\r\n');
  await port.setBaudRate(115_200);
  expect(await ask(port, clock, 'AT$I=10\r')).toMatch(/^[^\x20-\x7E]*$/);
});

test('A port is open once at a time, and can be opened as soon as it was closed', async () => {
  const { bench, clock } = openVirtualBench();
  bench.plug('a', boardOf('00A10001'));
  const port = await bench.open('a', { baudRate }, { signal: waiting() });
  await expect(bench.open('a', { baudRate }, { signal: waiting() })).rejects.toMatchObject({ code: 'port busy' });
  await port.close();
  expect(await ask(await bench.open('a', { baudRate }, { signal: waiting() }), clock, 'AT\r')).toBe('OK\r\n');
  await expect(bench.open('b', { baudRate }, { signal: waiting() })).rejects.toMatchObject({ code: 'port missing' });
});

test('A board that is unplugged takes its port with it, and what it was about to say', async () => {
  const { bench, clock } = openVirtualBench();
  bench.plug('a', boardOf('00A10001'));
  const port = await bench.open('a', { baudRate }, { signal: waiting() });
  const heard: Uint8Array[] = [];
  port.onData((chunk) => heard.push(chunk));
  await port.write(bytesOf('AT\r'), { signal: waiting() });
  bench.unplug('a');
  expect(await port.closed).toMatchObject({ reason: 'lost' });
  await clock.advance(1000);
  expect(heard).toEqual([]);
  expect(clock.sleeping).toBe(0);
  await expect(port.write(bytesOf('AT\r'), { signal: waiting() })).rejects.toMatchObject({ code: 'port lost' });
});

test('A socket is always there, and is silent until a board is put in', async () => {
  const { bench, clock } = openVirtualBench();
  bench.addSocket('s');
  expect((await bench.list()).map(({ path }) => path)).toEqual(['s']);
  const port = await bench.open('s', { baudRate }, { signal: waiting() });
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('');
  bench.insert('s', boardOf('00A10001'));
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('00A10001\r\n');
  bench.remove('s');
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('');
  bench.insert('s', boardOf('00A10002'));
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('00A10002\r\n');
  expect((await bench.list()).length).toBe(1);
});

test('A board may be in its socket before the port is opened, and is still there after it was closed', async () => {
  const { bench, clock } = openVirtualBench();
  bench.addSocket('s');
  bench.insert('s', boardOf('00A10001'));
  for (let opening = 0; opening < 2; opening += 1) {
    const port = await bench.open('s', { baudRate }, { signal: waiting() });
    expect(await ask(port, clock, 'AT$I=10\r')).toBe('00A10001\r\n');
    await port.close();
  }
});

test('A contact that breaks in a socket leaves the port open', async () => {
  const { bench, clock } = openVirtualBench();
  bench.addSocket('s');
  bench.insert('s', boardOf('00A10001', [{ kind: 'unplug', answer: 1, byte: 3 }]));
  const port = await bench.open('s', { baudRate }, { signal: waiting() });
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('00A');
  expect(await ask(port, clock, 'AT$I=10\r')).toBe('');
  await port.close();
  expect(await port.closed).toMatchObject({ reason: 'requested' });
});

test('Coming and going of boards in sockets is no coming and going of ports', async () => {
  const { bench } = openVirtualBench();
  const over = new AbortController();
  bench.addSocket('s');
  const next = watch(bench, over.signal);
  expect(await next()).toBe('seen s at s');
  bench.insert('s', boardOf('00A10001'));
  bench.remove('s');
  bench.plug('a', boardOf('00A10002'));
  expect(await next()).toBe('seen a at a');
  over.abort();
});

const silentEnd = { receive: (): void => {}, setBaudRate: (): void => {} };

test('A memory port keeps the newest 64 kB of what nobody has heard', () => {
  const port = new MemoryPort('m', silentEnd);
  for (let part = 0; part < 200; part += 1) port.deliver(String.fromCharCode(part).repeat(1000));
  const kept: number[] = [];
  port.onData((chunk) => kept.push(...chunk));
  expect(kept.length).toBeLessThanOrEqual(64 * 1024);
  expect(kept.length).toBeGreaterThan(63 * 1024);
  expect(kept.at(-1)).toBe(199);
  expect(kept[0]).toBe(200 - kept.length / 1000);
});

test('A memory port gives unheard bytes to the first listener, once, and none after it was closed', async () => {
  const port = new MemoryPort('m', silentEnd);
  const heard: string[] = [];
  port.deliver('early');
  port.onData((chunk) => heard.push(`first ${textOf(chunk)}`))();
  port.onData((chunk) => heard.push(`second ${textOf(chunk)}`))();
  expect(heard).toEqual(['first early']);
  port.deliver('unheard');
  await port.close();
  port.onData((chunk) => heard.push(`third ${textOf(chunk)}`));
  expect(heard).toEqual(['first early']);
});
