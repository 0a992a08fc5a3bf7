import { expect, onTestFinished, test } from 'vitest';

import { dialects } from '../../firmware-protocols/index.ts';
import { textOf } from '../../src/dialect/latin1.ts';
import { mostHeardBytes, parseTranscript } from '../../src/dialect/transcript.ts';
import { readModem } from '../../src/modem/read-modem.ts';
import { MemoryPort } from '../../src/simulator/boards/memory-port.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { madeUpUnit } from '../support/memory-bench.ts';

/** Moves time on until the work is done. */
const settled = async <Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> => {
  const state = { isOver: false };
  void work.finally(() => (state.isOver = true));
  while (!state.isOver) {
    await new Promise((resume) => setImmediate(resume));
    await clock.advance(5);
  }
  return work;
};

const candidates = dialects.map(({ definition }) => definition);
const dialectOf = (id: string) => candidates.find((definition) => definition.id === id) ?? null;

/** An AX modem in one word a question. */
const answers: Readonly<Record<string, string>> = {
  AT: 'OK',
  'AT$I=10': madeUpUnit.deviceId,
  'AT$I=11': madeUpUnit.pac,
  'AT$I=0': 'AX-Sfeu 1.1.0-ETSI',
};

interface Babble {
  readonly text: string;
  /** In bytes a second; a UART at 115200 baud has 11,520. */
  readonly rate: number;
  readonly answers?: Readonly<Record<string, string>>;
}

/** Reads a device that talks without end, which may answer in between, in the time of a clock that is moved. */
const readFrom = async (dialect: string | null, babble: Babble) => {
  const clock = new VirtualClock();
  const power = new AbortController();
  let line = '';
  const port = new MemoryPort('/dev/virtual', {
    setBaudRate: () => undefined,
    receive: (bytes) => {
      line += textOf(bytes).replaceAll('\n', '');
      for (; line.includes('\r'); line = line.slice(line.indexOf('\r') + 1)) {
        const answer = babble.answers?.[line.slice(0, line.indexOf('\r'))];
        if (answer !== undefined) port.deliver(`${answer}\r\n`);
      }
    },
  });
  const talk = async (): Promise<void> => {
    for (let owed = 0; ;) {
      await clock.sleep(5, { signal: power.signal });
      owed += babble.rate / 200;
      const lines = Math.floor(owed / babble.text.length);
      port.deliver(babble.text.repeat(lines));
      owed -= lines * babble.text.length;
    }
  };
  onTestFinished(() => power.abort());
  void talk().catch(() => undefined);
  const begun = clock.uptime();
  const { outcome, transcript } = await settled(
    clock,
    readModem(port, {
      dialect: dialect === null ? null : dialectOf(dialect),
      candidates,
      usb: null,
      readings: 2,
      details: ['readFirmware'],
      clock,
      signal: power.signal,
      onPhase: () => undefined,
    }),
  );
  return { outcome, transcript, tookMs: clock.uptime() - begun };
};

const lines = 'sensor 12 34 56 hello world 0.25\r\n';

/** How many bytes of the modem a transcript holds, and how many it says that it does not. */
const bytesIn = (transcript: string) => {
  const parsed = parseTranscript(transcript);
  if (!('transcript' in parsed)) throw new Error(parsed.reason);
  const kept = parsed.transcript.exchanges
    .flatMap(({ entries }) => entries)
    .filter(({ direction }) => direction === 'from modem')
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
  const omitted = [...transcript.matchAll(/^# omitted: (\d+) bytes$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  return { kept, omitted };
};

test.each(
  [null, 'ax-wisol', 'td-next', 'stm32wl-at', 'pycom-repl', 'st-boot-print', 'radiocrafts-sig'].flatMap((dialect) =>
    [lines, 'abcdefghijklmnopqrstuvwxyz012345', '\0'.repeat(64), 'OK\r\n', 'ERROR\r\n'].map(
      (text) => [dialect ?? 'no dialect', text, dialect] as const,
    ),
  ),
)(
  'with %s named, %j at 500 kB a second ends within half a minute, and little of it is kept',
  async (_, text, dialect) => {
    const { outcome, transcript, tookMs } = await readFrom(dialect, { text, rate: 500_000 });
    expect(outcome.ok).toBe(false);
    expect(tookMs).toBeLessThan(30_000);
    expect(bytesIn(transcript).kept).toBeLessThanOrEqual(mostHeardBytes);
  },
);

test('what is not kept is counted', async () => {
  const { transcript } = await readFrom('ax-wisol', { text: lines, rate: 500_000 });
  const { kept, omitted } = bytesIn(transcript);
  expect(kept).toBeGreaterThan(mostHeardBytes / 2);
  expect(omitted).toBeGreaterThan(mostHeardBytes);
});

test('where keeping ends no half of a PAC is left readable', async () => {
  for (const shift of [0, 3, 8, 13]) {
    const text = `${'.'.repeat(shift)}${madeUpUnit.pac}\r\n`;
    const { transcript } = await readFrom(null, { text, rate: 500_000 });
    expect(transcript).not.toMatch(/[0-9A-F]{8}/);
  }
});

test('a good board that answers between 2 kB a second of babble is read where its dialect is named', async () => {
  const { outcome } = await readFrom('ax-wisol', { text: lines, rate: 2000, answers });
  expect(outcome).toMatchObject({ ok: true, reading: { identity: { deviceId: madeUpUnit.deviceId } } });
});

test('where no dialect is named, it is named as what it is: a device that talks', async () => {
  const { outcome } = await readFrom(null, { text: lines, rate: 2000, answers });
  expect(outcome).toMatchObject({
    ok: false,
    error: {
      code: 'foreign device',
      message: expect.stringMatching(/talks without a pause.*name its dialect/) as string,
    },
  });
});

test('a named dialect that is not heard for it does not put the blame on the contacts', async () => {
  const { outcome } = await readFrom('td-next', { text: lines, rate: 2000, answers });
  expect(outcome).toMatchObject({
    ok: false,
    error: { code: 'line is noisy', message: expect.stringContaining('talks without a pause') as string },
  });
});
