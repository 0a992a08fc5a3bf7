import { expect, test } from 'vitest';

import type { BytePort } from '../../../src/modem/byte-port.ts';
import { boardOf, openLine, slotsNamed } from '../line-bench.ts';

/** The same port; tells with each write which functions are under way, the last called first. */
const watched = (port: BytePort, ways: string[]): BytePort => ({
  path: port.path,
  closed: port.closed,
  write(bytes, options) {
    ways.push(new Error('the way of these bytes').stack ?? '');
    return port.write(bytes, options);
  },
  onData: (listener) => port.onData(listener),
  setSignals: (signals) => port.setSignals(signals),
  signals: () => port.signals(),
  setBaudRate: (baudRate) => port.setBaudRate(baudRate),
  close: () => port.close(),
});

test('below the slot there are at most twelve functions to the first byte on the wire', async () => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const ways: string[] = [];
  const line = await openLine({
    dialect: 'ax-wisol',
    slots: slotsNamed('left'),
    ports: (bench) => ({
      list: () => bench.list(),
      watch: (signal) => bench.watch(signal),
      open: async (...asked) => watched(await bench.open(...asked), ways),
    }),
  });
  void line.start();
  line.bench.plug('left', boardOf(1));
  await line.judged('left', 'green');
  Error.stackTraceLimit = limit;
  const way = (ways[0] ?? '').split('\n').filter((frame) => frame.includes('/src/'));
  const slot = way.findIndex((frame) => frame.includes('slot-loop'));
  expect(way.slice(0, slot)).toHaveLength(12);
});
