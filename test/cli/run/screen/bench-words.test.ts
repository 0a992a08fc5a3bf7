import { expect, test } from 'vitest';

import { benchWords } from '../../bench-console.ts';

test('in a pipe every word is a line of its own, beside the results, and a refused scan is told as such', async () => {
  const { words, said, foot, untilSaid } = benchWords();
  for (const text of ['one', '', 'two']) words.say(text);
  words.say('Nobody has this badge.', 'refused');
  await untilSaid(3);
  expect(said).toEqual(['one', 'two', 'Refused: Nobody has this badge.']);
  expect(foot()).toEqual([]);
});

test('under live rows the last three stay with their time, the newest last, and nothing is written between the rows', async () => {
  const { words, said, clock, foot } = benchWords({ isLive: true });
  for (const text of ['one', 'two', '', 'three', 'four']) words.say(text);
  expect(foot().map((line) => line.slice(9))).toEqual(['· two', '· three', '· four']);
  expect(foot()[0]).toMatch(/^\d\d:\d\d:\d\d /);
  expect(said).toEqual([]);
  await clock.advance(60_000);
  expect(foot()).toEqual([]);
});

test('a scan that was refused looks unlike one that was taken, and stays longer', async () => {
  const { words, clock, foot } = benchWords({ isLive: true });
  words.say('For left.', 'done');
  words.say('This barcode is no command.', 'refused');
  expect(foot().map((line) => line.slice(9))).toEqual(['✓ For left.', '✗ This barcode is no command.']);
  expect(words.last.map((line) => line.at(-1)?.style)).toEqual(['green', 'red']);
  await clock.advance(20_000);
  expect(foot().map((line) => line.slice(9))).toEqual(['✗ This barcode is no command.']);
});

test('what is wrong with a place stands for as long as it is so, and not a moment longer', async () => {
  const { words, clock, foot } = benchWords({ isLive: true });
  words.hold(['Slot left: nothing is plugged in.']);
  await clock.advance(3_600_000);
  expect(foot()).toEqual(['! Slot left: nothing is plugged in.']);
  words.hold([]);
  expect(foot()).toEqual([]);
});

test('in a pipe it is said once, and again after it was well in between', async () => {
  const { words, said, untilSaid } = benchWords();
  for (const sentences of [['hub'], ['hub'], [], ['hub']]) words.hold(sentences);
  await untilSaid(2);
  expect(said).toEqual(['hub', 'hub']);
});

test('what others say cannot move the cursor', () => {
  const { words, foot } = benchWords({ isLive: true });
  words.say('one\u001B[2J\nline');
  expect(foot().map((line) => line.slice(9))).toEqual(['· one\\u001b[2J line']);
});

test('for programs nothing is live, whatever the output is', async () => {
  const { words, said, untilSaid } = benchWords({ isLive: true, json: true });
  words.say('one');
  await untilSaid(1);
  expect(said).toEqual(['one']);
});
