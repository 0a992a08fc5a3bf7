import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { TextLineLimit } from '../../src/serial/text-line-limit.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { readTextLines } from '../../src/serial/read-text-lines.ts';
import { openPseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';

const never = new AbortController().signal;

const openCable = async () => {
  const board = await openPseudoTerminal();
  onTestFinished(() => board.unplug());
  const port = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  onTestFinished(() => port.close());
  return { board, port };
};

/** What the lines of a text are, said in another way than the code does. */
const linesOf = (text: string, maxLength: number): readonly string[] =>
  text.split(/\r\n|\r|\n/).flatMap((line) => line.match(new RegExp(`.{1,${maxLength}}`, 'g')) ?? []);

const cut = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
};

const anyText = fc
  .array(fc.constantFrom('A', '7', ' ', '\r', '\n', '\r\n', '$'), { maxLength: 120 })
  .map((pieces) => pieces.join(''));

test('Wherever the bytes are cut, the lines are the same and none is longer than the limit', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      (text, places, maxLength) => {
        const limit = new TextLineLimit(maxLength);
        const passed = Buffer.concat(cut(Buffer.from(text), places).map((piece) => limit.pass(piece)));
        expect(passed.toString().split('\n').filter(Boolean)).toEqual(linesOf(text, maxLength));
      },
    ),
  );
});

test('Over a real port, wherever the bytes are cut, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.array(fc.nat(), { maxLength: 4 }), async (text, places) => {
      const { board, port } = await openCable();
      const lines = readTextLines(port, { maxLength: 8, signal: never });
      for (const piece of cut(Buffer.from(`${text}\nthe end\n`), places)) {
        board.write(piece);
        await new Promise((resume) => setImmediate(resume));
      }
      const seen: string[] = [];
      for await (const line of lines) {
        if (line === 'the end') break;
        seen.push(line);
      }
      expect(seen).toEqual(linesOf(text, 8));
      await port.close();
      board.unplug();
    }),
    { numRuns: 25 },
  );
});

test('A megabyte without a line end comes in lines of the limit while it arrives: nothing piles up', async () => {
  const { board, port } = await openCable();
  const before = process.memoryUsage().arrayBuffers;
  const lines = readTextLines(port, { maxLength: 256, signal: never });
  const first = lines.next();
  board.write(Buffer.alloc(1024 * 1024, 'U'));
  const lengths = new Set([(await first).value?.length]);
  for (let count = 1; count < 4095; count += 1) lengths.add((await lines.next()).value?.length);
  expect([...lengths]).toEqual([256]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
});

test('A broken character stays in its own line', async () => {
  const { board, port } = await openCable();
  const lines = readTextLines(port, { maxLength: 80, signal: never });
  const first = lines.next();
  board.write(Buffer.from([0x41, 0xc3, 0x0a, 0x42, 0xc3, 0xa9, 0x0a]));
  expect([(await first).value, (await lines.next()).value]).toEqual(['A\uFFFD', 'Bé']);
});

test('When the port closes, the unfinished line is the last one', async () => {
  const { board, port } = await openCable();
  const lines = readTextLines(port, { maxLength: 80, signal: never });
  const first = lines.next();
  board.write(Buffer.from('whole\nunfinished'));
  expect((await first).value).toBe('whole');
  board.unplug();
  expect((await lines.next()).value).toBe('unfinished');
  expect((await lines.next()).done).toBe(true);
});

test('Reading lines ends when the signal aborts', async () => {
  const { port } = await openCable();
  const stop = new AbortController();
  const lines = readTextLines(port, { maxLength: 80, signal: stop.signal });
  const ending = lines.next();
  stop.abort();
  expect((await ending).done).toBe(true);
  expect((await readTextLines(port, { maxLength: 80, signal: stop.signal }).next()).done).toBe(true);
});
