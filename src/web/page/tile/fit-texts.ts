/** Smallest letters that a sentence is given, in px. */
const smallest = 11;
const stepPx = 0.5;

/** Makes sentences smaller, step by step, until they have room where they stand. */
export const fitTexts = (page: ParentNode): void => {
  for (const text of page.querySelectorAll<HTMLElement>('[data-fit]')) {
    text.style.removeProperty('font-size');
    if (!overflows(text)) continue;
    let size = Number.parseFloat(getComputedStyle(text).fontSize);
    while (overflows(text) && size > smallest) {
      size = Math.max(smallest, size - stepPx);
      text.style.fontSize = `${size}px`;
    }
  }
};

const overflows = (text: HTMLElement): boolean =>
  text.clientHeight > 0 && (text.scrollHeight > text.clientHeight + 1 || text.scrollWidth > text.clientWidth + 1);
