import { once } from 'node:events';

import { describe, expect, it, onTestFinished } from 'vitest';

import { ZplPrinter } from '../../src/label/zpl-printer.ts';
import { SimulatedLabelPrinter, type SimulatedPrinterOptions } from '../../src/simulator/label-printer.ts';
import { LimitClock } from './limit-clock.ts';
import { oddPrinter, onText, readyAnswer } from './odd-printer.ts';
import { builtIn, idOf, sampleLabel } from './sample-label.ts';

const limits = { connectMs: 1, writeMs: 2, statusMs: 3, takenMs: 4 };
const { signal } = new AbortController();

const simulated = async (options: Partial<SimulatedPrinterOptions> = {}): Promise<SimulatedLabelPrinter> => {
  const stopping = new AbortController();
  const printer = await SimulatedLabelPrinter.start({
    listen: { host: '127.0.0.1', port: 0 },
    signal: stopping.signal,
    ...options,
  });
  onTestFinished(() => printer.switchOff());
  return printer;
};

const printerAt = (address: { readonly host: string; readonly port: number }) => {
  const clock = new LimitClock();
  const printer = new ZplPrinter({ address, clock, limits });
  onTestFinished(() => expect(clock.waiting).toBe(0));
  return { clock, printer, labels: printer.labelsOf(builtIn) };
};

describe('a printer on the network', () => {
  it('prints a label whose scan gives what was announced', async () => {
    const paper = await simulated();
    const { labels } = printerAt(paper.address);
    await labels.print(sampleLabel, { signal });
    expect(paper.labels).toMatchObject([
      {
        texts: ['Water meter', '00A1BCDE', 'P_0001_AFAF_01', 'SN 00012345'],
        code: { text: labels.codeOf(sampleLabel) },
      },
    ]);
  });

  it('gets one label after the other, in the order asked for, whatever products they are of', async () => {
    const paper = await simulated();
    const { printer, labels } = printerAt(paper.address);
    const others = printer.labelsOf({ ...builtIn, symbology: 'qr' });
    const ids = Array.from({ length: 20 }, (_, index) => idOf(`A1${String(index).padStart(4, '0')}`));
    await Promise.all(
      ids.map((deviceId, index) => (index % 2 === 0 ? labels : others).print({ ...sampleLabel, deviceId }, { signal })),
    );
    expect(paper.labels.map(({ code }) => code?.text)).toEqual(ids);
  });

  it('that is off is down, and prints again when it is on again', async () => {
    const paper = await simulated();
    const { labels } = printerAt(paper.address);
    await paper.switchOff();
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining('(ECONNREFUSED)'),
    });
    await paper.switchOn();
    await labels.print(sampleLabel, { signal });
    expect(paper.labels).toHaveLength(1);
  });

  it.each([
    ['paper out', 'it is out of paper'],
    ['ribbon out', 'it is out of ribbon'],
    ['head open', 'its head is open'],
    ['paused', 'it is paused'],
  ] as const)('that says %s is sent nothing until it is ready', async (condition, words) => {
    const paper = await simulated();
    const { labels } = printerAt(paper.address);
    paper.condition = condition;
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining(words),
    });
    paper.condition = 'ready';
    expect(paper.labels).toEqual([]);
    await labels.print(sampleLabel, { signal });
    expect(paper.labels).toHaveLength(1);
  });

  it('that answers only while it is ready is known to be stopped by its silence', async () => {
    const paper = await simulated({ answers: 'while ready' });
    const { labels, clock } = printerAt(paper.address);
    await labels.print(sampleLabel, { signal });
    paper.condition = 'paper out';
    clock.over.add(limits.statusMs);
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining('does not answer any more'),
    });
    expect(paper.labels.length + paper.waiting.length).toBe(1);
  });

  it('that takes nothing of what is sent to it is down', async () => {
    const { labels, clock } = printerAt((await simulated()).address);
    clock.over.add(limits.writeMs);
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining('does not take what is sent'),
    });
  });

  it('that hangs is down', async () => {
    const paper = await simulated();
    const { labels, clock } = printerAt(paper.address);
    await labels.print(sampleLabel, { signal });
    paper.stalled = true;
    clock.over.add(limits.statusMs);
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({ code: 'printer down' });
    clock.over.clear();
    paper.stalled = false;
    await labels.print(sampleLabel, { signal });
    expect(paper.labels).toHaveLength(2);
  });

  it('that never answers is trusted: the label is sent all the same', async () => {
    const came = Promise.withResolvers<void>();
    const { labels, clock } = printerAt(await oddPrinter((socket) => onText(socket, '^XZ', came.resolve)));
    clock.over.add(limits.statusMs);
    await labels.print(sampleLabel, { signal });
    await came.promise;
  });

  it('that takes no connection within the limit is down', async () => {
    const { labels, clock } = printerAt((await simulated()).address);
    clock.over.add(limits.connectMs);
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining('does not take connections'),
    });
  });

  it('that answers and then shows no sign of having taken the label is down, and says that it may come twice', async () => {
    const { labels, clock } = printerAt(
      await oddPrinter((socket) => onText(socket, '~HS', () => socket.write(readyAnswer))),
    );
    clock.over.add(limits.takenMs);
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({
      code: 'printer down',
      message: expect.stringContaining('may come twice'),
    });
  });

  it('that resets the connection in the middle of a label is down', async () => {
    const { labels } = printerAt(
      await oddPrinter((socket) => {
        onText(socket, '~HS', () => socket.write(readyAnswer));
        onText(socket, '^XZ', () => socket.resetAndDestroy());
      }),
    );
    await expect(labels.print(sampleLabel, { signal })).rejects.toMatchObject({ code: 'printer down' });
  });

  it('is left alone as soon as the wait for it is given up, and the label that waits its turn is never sent', async () => {
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const { labels } = printerAt(
      await oddPrinter((socket) => {
        onText(socket, '~HS', asked.resolve);
        void once(socket, 'close').then(() => gone.resolve());
        socket.on('end', () => socket.end());
      }),
    );
    const [first, second] = [new AbortController(), new AbortController()];
    const printing = expect(labels.print(sampleLabel, { signal: first.signal })).rejects.toThrow('enough');
    const waiting = expect(labels.print(sampleLabel, { signal: second.signal })).rejects.toThrow('no more');
    await asked.promise;
    second.abort(new Error('no more'));
    await waiting;
    first.abort(new Error('enough'));
    await printing;
    await gone.promise;
  });

  it('is not even asked when the wait is given up beforehand, or the label cannot be made', async () => {
    const paper = await simulated();
    const { printer, labels } = printerAt(paper.address);
    await expect(labels.print(sampleLabel, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
      'before',
    );
    const asking = printer.labelsOf({
      ...builtIn,
      template: { source: 'own.zpl', text: '^XA^CI28^FH^FD{{serial}}^FS^XZ' },
    });
    await expect(asking.print({ ...sampleLabel, serial: null }, { signal })).rejects.toMatchObject({
      code: 'printer fault',
    });
    expect(paper.labels).toEqual([]);
  });
});
