import type { Page } from 'playwright-core';

// Evaluated in the page, whose things the types of this project do not know: so each stands here as its text.

const lookForCutOff = `(() => {
  const found = [];
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) found.push('the page scrolls');
  const say = (element, how) =>
    found.push((element.className || element.tagName) + ' ' + how + ': ' + (element.textContent ?? '').slice(0, 40));
  const texts = '[data-fit], .word, .name, .row, .device-id, .caption, .value, .next, .card h3, .todo h2, button';
  for (const element of document.querySelectorAll(texts)) {
    if (element.clientWidth === 0 || getComputedStyle(element).visibility === 'hidden') continue;
    if (element.scrollWidth > element.clientWidth + 1) say(element, 'is too wide');
    if (element.matches('[data-fit]') && element.scrollHeight > element.clientHeight + 1) say(element, 'is too high');
    const box = element.closest('.tile, .card, .bar, .foot')?.getBoundingClientRect();
    const { right, bottom } = element.getBoundingClientRect();
    if (box !== undefined && (right > box.right + 1 || bottom > box.bottom + 1)) say(element, 'stands out');
  }
  return found;
})()`;

/** What of the page has no room where it stands, in its own words; empty: all of it has. */
export const cutOff = (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(lookForCutOff);

const measureVerdicts = `[...document.querySelectorAll('.word[data-kind="verdict"]')].map((word) => {
  const { fontSize, fontFamily } = getComputedStyle(word);
  const context = document.createElement('canvas').getContext('2d');
  context.font = '700 ' + fontSize + ' ' + fontFamily;
  return context.measureText('E').actualBoundingBoxAscent;
})`;

/** Height of the capitals of every verdict word, in px. */
export const verdictHeights = (page: Page): Promise<readonly number[]> => page.evaluate<number[]>(measureVerdicts);

const measurePlaces = `[...document.querySelectorAll('.tile, .name, .word, .mark, .row')].map((element) =>
  JSON.stringify(element.getBoundingClientRect()))`;

/** Where everything stands in the tiles. */
export const placesOnScreen = (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(measurePlaces);
