import { expect, test } from 'vitest';

import { benchWords } from '../bench-console.ts';

test('in a pipe every word is a line of its own, beside the results', async () => {
  const { words, said, untilSaid } = benchWords();
  for (const text of ['one', '', 'two']) words.say(text);
  await untilSaid(2);
  expect(said).toEqual(['one', 'two']);
  expect(words.last).toEqual([]);
});

test('under live rows the last three stay, the newest last, and nothing is written between the rows', () => {
  const { words, said } = benchWords({ isLive: true });
  for (const text of ['one', 'two', '', 'three', 'four']) words.say(text);
  expect(words.last).toEqual(['two', 'three', 'four']);
  expect(said).toEqual([]);
});

test('for programs nothing is live, whatever the output is', async () => {
  const { words, said, untilSaid } = benchWords({ isLive: true, json: true });
  words.say('one');
  await untilSaid(1);
  expect(said).toEqual(['one']);
});
