import { expect, test } from 'vitest';
import { adapter, beginTeaching, expectTaught, place } from '../teaching.ts';

test('Each board that is plugged in is the place of the next slot, until q', async () => {
  const { hears, plug, press, taught } = await beginTeaching();
  for (const slot of [1, 2]) {
    await hears(new RegExp(`^Slot ${slot}: plug a board`));
    await plug(adapter(slot + 4));
    await hears(
      new RegExp(
        `ttyUSB${slot + 4} .*FT232R USB UART .*0403:6001, serial number FT${slot + 4}.*at ${RegExp.escape(place(slot + 4))}`,
      ),
    );
  }
  await hears(/^Slot 3/);
  press('q');
  expectTaught(await taught, [
    ['1', 5],
    ['2', 6],
  ]);
});

test('Slots that are there are taught anew by their names, and s leaves one as it is', async () => {
  const { hears, plug, press, taught } = await beginTeaching([
    { name: 'left', port: 'old 1' },
    { name: 'middle', port: 'old 2' },
    { name: 'right', port: 'old 3' },
  ]);
  await hears(/^Slot left:/);
  await plug(adapter(1));
  await hears(/^Slot middle:/);
  press('s');
  await hears(/^Slot right:/);
  await plug(adapter(3));
  await hears(/^Slot 1:/);
  press('q');
  expectTaught(await taught, [
    ['left', 1],
    ['right', 3],
  ]);
});

test('The same place is not given twice, neither to two slots of a session nor from a slot that was skipped', async () => {
  const { hears, linux, plug, press, taught } = await beginTeaching([{ name: 'left', port: place(1) }]);
  await linux.plug(adapter(1));
  await hears(/^Slot left:/);
  press('s');
  await hears(/^Slot 1:/);
  press(' ');
  await hears(/No new serial port is there/);
  await plug(adapter(2));
  await hears(/That is its place/);
  await hears(/^Slot 2:/);
  for (const socket of [1, 2]) await linux.unplug(adapter(socket));
  await plug(adapter(2, { name: 'ttyUSB8' }));
  await hears(/That place is slot 1 already/);
  await plug(adapter(1, { name: 'ttyUSB9' }));
  expect(await hears(/Several ports came/)).toMatch(/1 {2}.*ttyUSB8[\s\S]*2 {2}.*ttyUSB9/);
  press('2');
  await hears(/That place is slot left already/);
  press('q');
  expectTaught(await taught, [['1', 2]]);
});

test('A slot whose place went to another one is taught before it ends', async () => {
  const { hears, plug, press, taught } = await beginTeaching([
    { name: 'left', port: place(1) },
    { name: 'middle', port: place(9) },
    { name: 'right', port: place(2) },
  ]);
  await hears(/^Slot left:/);
  await plug(adapter(2));
  await hears(/^Slot middle:/);
  press('q');
  await hears(/The place of slot right is slot left now: it needs another one/);
  await hears(/^Slot right:/);
  press('s');
  await hears(/it needs another one/);
  await plug(adapter(1));
  await hears(/^Slot middle:/);
  press('q');
  expectTaught(await taught, [
    ['left', 2],
    ['right', 1],
  ]);
});

test('Where several ports came at once, or none came because a fixture is always there, one is chosen by its number', async () => {
  const { hears, plug, press, taught } = await beginTeaching();
  await hears(/^Slot 1:/);
  press(' ');
  await hears(/No new serial port is there/);
  await plug(...[3, 4, 5].map((socket) => adapter(socket)));
  await hears(/Several ports came/);
  press('2');
  await hears(/^Slot 2:/);
  press(' ');
  expect(await hears(/No new port came/)).toMatch(/1 {2}.*ttyUSB3[\s\S]*2 {2}.*ttyUSB5/);
  press('2');
  await hears(/^Slot 3:/);
  press(' ');
  await hears(/No new port came[\s\S]*1 {2}.*ttyUSB3/);
  press('1');
  await hears(/^Slot 4:/);
  press('q');
  expectTaught(await taught, [
    ['1', 4],
    ['2', 5],
    ['3', 3],
  ]);
});

test('A new adapter gets time until the system has named its place', async () => {
  const { clock, hears, linux, press, taught } = await beginTeaching();
  await hears(/^Slot 1:/);
  const { link, ...unnamed } = adapter(1);
  await linux.plug(unnamed);
  press(' ');
  await clock.untilSleeping();
  await linux.link('ttyUSB1', link ?? '');
  await clock.advance(500);
  await hears(/^Slot 2:/);
  press('q');
  expectTaught(await taught, [['1', 1]]);
});

test('Ctrl-C ends the lesson with nothing taught, Ctrl-D as q does, and arrows and other keys are nothing', async () => {
  const first = await beginTeaching();
  await first.hears(/^Slot 1:/);
  await first.plug(adapter(1));
  await first.hears(/^Slot 2:/);
  first.press('\x03');
  await expect(first.taught).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringMatching(/nothing was written/),
  });
  expect(first.terminal.isRaw).toBe(false);

  const second = await beginTeaching();
  await second.hears(/^Slot 1:/);
  await second.plug(adapter(1));
  await second.hears(/^Slot 2:/);
  second.press('\x1b[A');
  second.press('x7');
  second.press('\x04');
  expectTaught(await second.taught, [['1', 1]]);
});

test('A lesson that is stopped from outside ends with the reason', async () => {
  const stop = new AbortController();
  const { hears, taught } = await beginTeaching([], stop);
  await hears(/^Slot 1:/);
  stop.abort(new Error('the machine goes down'));
  await expect(taught).rejects.toThrow('the machine goes down');
});
