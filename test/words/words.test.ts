import { describe, expect, test } from 'vitest';

import { errorTable } from '../../src/domain/errors/error-table.ts';
import { say, widthOf } from '../../src/words/language.ts';
import { languageTags } from '../../src/words/language-tags.ts';
import { loadLanguage } from '../../src/words/languages.ts';
import { codeWidths, deedWidth, textRules, type TextKey, type TextRule } from '../../src/words/text-rules.ts';

const rules: readonly (readonly [TextKey, TextRule])[] = Object.entries(textRules) as [TextKey, TextRule][];
const passCodes = ['registered', 'already done', 'read', 'golden read'];

describe.each(languageTags)('the language %s', (tag) => {
  test('says every text, none wider than its room, with the values that belong into it', async () => {
    const { text } = await loadLanguage(tag);
    expect(Object.keys(text).toSorted()).toEqual(Object.keys(textRules).toSorted());
    for (const [key, { width, holds = [] }] of rules) {
      expect(text[key].trim(), key).toBe(text[key]);
      expect(text[key], key).not.toBe('');
      const placeholders = [...text[key].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      expect(placeholders.toSorted(), key).toEqual([...holds].toSorted());
      expect(widthOf(text[key].replaceAll(/\{\w+\}/g, '')), `${key}: ${text[key]}`).toBeLessThanOrEqual(width);
    }
  });

  test('says of every code what it is, shortly and at length, and what to do', async () => {
    const { codes } = await loadLanguage(tag);
    expect(Object.keys(codes).toSorted()).toEqual([...passCodes, ...Object.keys(errorTable)].toSorted());
    for (const [code, words] of Object.entries(codes)) {
      for (const [part, width] of Object.entries(codeWidths)) {
        const said = words[part as keyof typeof codeWidths];
        expect(said, `${part} of ${code}`).toMatch(/\S/);
        expect(said, `${part} of ${code} has no full stop of its own`).not.toMatch(/[.。]$/);
        expect(widthOf(said), `${part} of ${code}: ${said}`).toBeLessThanOrEqual(width);
      }
    }
  });

  test('says what a scan did', async () => {
    const { deeds } = await loadLanguage(tag);
    for (const [deed, words] of Object.entries(deeds)) {
      expect(words, deed).toMatch(/\S/);
      expect(
        [...words.matchAll(/\{(\w+)\}/g)].every(([, name]) => name === 'slot'),
        deed,
      ).toBe(true);
      expect(widthOf(words.replace('{slot}', '')), `${deed}: ${words}`).toBeLessThanOrEqual(deedWidth);
    }
  });

  test('is known to the browser by its tag', async () => {
    const { tag: spoken, name } = await loadLanguage(tag);
    expect(spoken).toBe(tag);
    expect(Intl.NumberFormat.supportedLocalesOf([spoken])).toEqual([spoken]);
    expect(name).toMatch(/\S/);
  });
});

test('values stand where the text holds them', async () => {
  const english = await loadLanguage('en');
  expect(say(english, 'nextScan', { slot: 'left' })).toBe('Next scan: slot left');
  expect(say(english, 'done')).toBe('Done');
});

test('a character of Chinese, Japanese or Korean is as wide as two letters', () => {
  expect(widthOf('GREEN')).toBe(5);
  expect(widthOf('e\u0301')).toBe(1);
  expect(widthOf('绿')).toBe(2);
  expect(widthOf('スキャン')).toBe(8);
  expect(widthOf('녹색 1')).toBe(6);
});
