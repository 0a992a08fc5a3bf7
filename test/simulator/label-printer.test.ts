import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { SimulatedLabelPrinter, type SimulatedPrinterOptions } from '../../src/simulator/label-printer.ts';
import { readZpl, type PrintedLabel } from '../../src/simulator/read-zpl.ts';

const label = (text: string): string => `^XA^FO0,0^FD${text}^FS^XZ`;

/** However it is closed. */
const closing = (socket: Socket): Promise<void> => {
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
};

const rig = async (options: Partial<SimulatedPrinterOptions> = {}) => {
  const stopping = new AbortController();
  let more = Promise.withResolvers<void>();
  const seen: PrintedLabel[] = [];
  const onLabel = (printed: PrintedLabel): void => {
    seen.push(printed);
    more.resolve();
    more = Promise.withResolvers();
  };
  const printer = await SimulatedLabelPrinter.start({
    listen: { host: '127.0.0.1', port: 0 },
    signal: stopping.signal,
    onLabel,
    ...options,
  });
  onTestFinished(() => printer.switchOff());
  return {
    printer,
    stopping,
    call: async (): Promise<Socket> => {
      const socket = connect(printer.address);
      onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
    printed: async (count: number): Promise<readonly unknown[]> => {
      while (seen.length < count) await more.promise;
      return seen.map(({ texts: [text] }) => text);
    },
  };
};

describe('the simulated label printer', () => {
  it('prints labels in whatever pieces they come, and answers between them', async () => {
    const { printer, call, printed } = await rig();
    const socket = await call();
    const answer = once(socket, 'data');
    for (const piece of `${label('one')}~HS${label('two')}`) socket.write(piece);
    expect(await printed(2)).toEqual(['one', 'two']);
    expect(String((await answer)[0])).toContain('030,0,0,');
    expect(printer.labels).toHaveLength(2);
  });

  it('holds what it takes without paper, and prints it when paper is there', async () => {
    const { printer, call, printed } = await rig();
    printer.condition = 'paper out';
    const socket = await call();
    const answer = once(socket, 'data');
    socket.write(`${label('held')}~HS`);
    expect(String((await answer)[0])).toContain('030,1,0,');
    expect([printer.labels.length, printer.waiting.length]).toEqual([0, 1]);
    printer.condition = 'ready';
    expect(await printed(1)).toEqual(['held']);
    expect(printer.waiting).toEqual([]);
  });

  it('loses what it held when it is switched off, and comes back on its port', async () => {
    const { printer, call, printed } = await rig();
    printer.condition = 'head open';
    const socket = await call();
    const closed = closing(socket);
    const answer = once(socket, 'data');
    socket.write(`${label('lost')}~HS`);
    await answer;
    await printer.switchOff();
    await closed;
    printer.condition = 'ready';
    await printer.switchOn();
    (await call()).write(label('kept'));
    expect(await printed(1)).toEqual(['kept']);
  });

  it('ends with its signal', async () => {
    const { printer, stopping, call } = await rig();
    const socket = await call();
    const closed = closing(socket);
    stopping.abort(new Error('over'));
    await closed;
    await expect(printer.switchOn()).rejects.toThrow('over');
  });
});

describe('what a simulated scanner reads', () => {
  it.each([
    ['^BXN,8,200^FD12^FS', { symbology: 'datamatrix', text: '12' }],
    ['^BXN,8,200,,,,|^FH^FD1_5F2_7E^FS', { symbology: 'datamatrix', text: '1_2~' }],
    ['^BXN,8,200^FH^FD1_7E22^FS', null],
    ['^BXN,8,140^FD12^FS', null],
    ['^BQN,2,6^FDQA,ab,c^FS', { symbology: 'qr', text: 'ab,c' }],
    ['^BQN,2,6^FDab^FS', null],
    ['^FDtext^FS', null],
  ])('from %s is %j', (zpl, code) => {
    expect(readZpl(`^XA${zpl}^XZ`).code).toEqual(code);
  });
});
