import type { Language } from '../../../words/language.ts';

/** Where the program only reads a journal: a verdict that is shown here could be of any time. */
export const NoLine = ({ language: { text } }: { readonly language: Language }) => (
  <main class="no-line">
    <h1>{text.noLine}</h1>
    <p>{text.noLineAction}</p>
  </main>
);
