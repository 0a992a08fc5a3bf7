import { onTestFinished, expect, test } from 'vitest';
import type { BytePort } from '../../src/modem/byte-port.ts';
import { openSerialPort } from '../../src/serial/open-serial-port.ts';
import { openPseudoTerminal, type PseudoTerminal } from '../../src/simulator/boards/pseudo-terminal.ts';
import { collect } from './collect.ts';

const never = new AbortController().signal;
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

const openCable = async (): Promise<{ readonly board: PseudoTerminal; readonly port: BytePort }> => {
  const board = await openPseudoTerminal();
  onTestFinished(() => board.unplug());
  const port = await openSerialPort(board.path, { baudRate: 9600 }, { signal: never });
  onTestFinished(() => port.close());
  return { board, port };
};

test('All 256 byte values pass unchanged in both directions', async () => {
  const { board, port } = await openCable();
  const atPort = collect((listener) => port.onData(listener));
  const atBoard = collect((listener) => board.onData(listener));
  board.write(everyByte);
  await port.write(everyByte, { signal: never });
  expect(Uint8Array.from(await atPort.until(256))).toEqual(everyByte);
  expect(Uint8Array.from(await atBoard.until(256))).toEqual(everyByte);
});

test('A port whose output stands still goes on hearing, and writes on when the other side reads again', async () => {
  const { board, port } = await openCable();
  const sent = Buffer.alloc(256 * 1024, 'a line of text\n');
  const atPort = collect((listener) => port.onData(listener));
  board.write(Buffer.from('early'));
  await atPort.until(5);
  const writing = port.write(sent, { signal: never });
  board.write(Buffer.from(' and late'));
  expect(String(await atPort.until(14))).toBe('early and late');
  const atBoard = collect((listener) => board.onData(listener));
  await writing;
  expect((await atBoard.until(sent.length)).equals(sent)).toBe(true);
});

test('Bytes that arrive before anybody listens go to the first listener, those between two listeners to the second', async () => {
  const { board, port } = await openCable();
  board.write(Buffer.from('boot'));
  const first = Promise.withResolvers<Uint8Array>();
  const unsubscribe = port.onData(first.resolve);
  expect(String(Buffer.from(await first.promise))).toBe('boot');
  unsubscribe();
  board.write(Buffer.from('meanwhile'));
  const second = collect((listener) => port.onData(listener));
  expect(String(await second.until(9))).toBe('meanwhile');
});

test('No listener hears an empty chunk, and none hears anything after the port has closed', async () => {
  const { board, port } = await openCable();
  const heard = collect((listener) => port.onData(listener));
  board.write(Buffer.from('one'));
  await heard.until(3);
  await port.close();
  const before = heard.bytes();
  port.onData(() => expect.unreachable('a listener was called after the end'));
  board.write(Buffer.from('two'));
  await new Promise((resume) => setImmediate(resume));
  expect(heard.bytes().equals(before)).toBe(true);
  expect(heard.chunks.every(({ length }) => length > 0)).toBe(true);
});

test('Closing twice, or after the cable was pulled, settles each time and keeps the first reason', async () => {
  const first = await openCable();
  await Promise.all([first.port.close(), first.port.close()]);
  await first.port.close();
  expect(await first.port.closed).toMatchObject({ reason: 'requested' });

  const second = await openCable();
  second.board.unplug();
  expect(await second.port.closed).toMatchObject({ reason: 'lost' });
  await second.port.close();
  expect(await second.port.closed).toMatchObject({ reason: 'lost' });
});

test('A write that the other side does not take ends with the reason of the signal', async () => {
  const { port } = await openCable();
  const stop = new AbortController();
  const writing = port.write(Buffer.alloc(1024 * 1024), { signal: stop.signal });
  await new Promise((resume) => setImmediate(resume));
  stop.abort(new Error('the operator pressed stop'));
  await expect(writing).rejects.toThrow('the operator pressed stop');
  await expect(port.write(Buffer.from('x'), { signal: stop.signal })).rejects.toThrow('the operator pressed stop');
});

test('Closing ends a pending write with port lost, and a closed port answers everything so', async () => {
  const { port } = await openCable();
  const writing = port.write(Buffer.alloc(1024 * 1024), { signal: never });
  const outcome = expect(writing).rejects.toMatchObject({ code: 'port lost' });
  await port.close();
  await outcome;
  await expect(port.write(Buffer.from('x'), { signal: never })).rejects.toMatchObject({ code: 'port lost' });
  await expect(port.setSignals({ dtr: false })).rejects.toMatchObject({ code: 'port lost' });
  await expect(port.setBaudRate(1200)).rejects.toMatchObject({ code: 'port lost' });
});

test('A pseudo-terminal has no modem lines: setting them is no error, and the speed can be changed', async () => {
  const { board, port } = await openCable();
  await port.setSignals({ dtr: false, rts: true });
  await port.setBaudRate(115_200);
  const heard = collect((listener) => port.onData(listener));
  board.write(Buffer.from('still here'));
  expect(String(await heard.until(10))).toBe('still here');
});

test('A pseudo-terminal has no modem-control lines, and says so when they are asked for', async () => {
  const { port } = await openCable();
  await expect(port.signals()).rejects.toMatchObject({
    code: 'port fault',
    message: expect.stringMatching(/has no modem-control lines/),
  });
  await port.close();
  await expect(port.signals()).rejects.toMatchObject({ code: 'port lost' });
});
