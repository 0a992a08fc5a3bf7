import { KeyCollector, type KeyPress } from './key-collector.ts';

/** Hands every scanned line on, for as long as the page is open. */
export const followScanner = (page: Document, { onLine }: { readonly onLine: (line: string) => void }): void => {
  const collector = new KeyCollector();
  const swallowed = new Set<string>();
  page.addEventListener(
    'keydown',
    (event) => {
      const effect = collector.press({
        key: event.key,
        at: event.timeStamp,
        focus: focusOf(page.activeElement),
        isShortcut: event.ctrlKey || event.altKey || event.metaKey,
      });
      if (effect.kind === 'not mine') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      swallowed.add(event.key);
      if (effect.kind === 'line') onLine(effect.line);
    },
    { capture: true },
  );
  // A button is pressed by Space when the key goes up
  page.addEventListener(
    'keyup',
    (event) => {
      if (!swallowed.delete(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
};

const focusOf = (element: Element | null): KeyPress['focus'] => {
  if (element === null || element.tagName === 'BODY') return 'nowhere';
  return element.matches('input, textarea, select, [contenteditable]') ? 'field' : 'control';
};
