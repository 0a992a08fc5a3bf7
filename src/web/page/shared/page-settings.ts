import type { Language } from '../../../words/language.ts';
import { isLanguageTag, languageTags, type LanguageTag } from '../../../words/language-tags.ts';
import { Value } from './value.ts';

export type Theme = 'light' | 'dark';

/** What is chosen at this screen; its browser keeps it. */
export class PageSettings {
  readonly language: Value<Language>;
  readonly theme = new Value<Theme>(keptTheme());
  readonly isMuted = new Value(localStorage.getItem('muted') === 'yes');

  private constructor(language: Language) {
    this.language = new Value(language);
    const show = (): void => {
      document.documentElement.dataset['theme'] = this.theme.value;
      document.documentElement.lang = this.language.value.tag;
    };
    this.theme.onChange(show);
    this.language.onChange(show);
    show();
  }

  /** In the language that was chosen here; without one, in English until the station's is known. */
  static async load(): Promise<PageSettings> {
    const chosen = localStorage.getItem('language') ?? '';
    return new PageSettings(await fetchLanguage(isLanguageTag(chosen) ? chosen : 'en'));
  }

  /** The station speaks this language: so does the page, unless another was chosen here. */
  async follow(tag: string): Promise<void> {
    if (isLanguageTag(tag) && localStorage.getItem('language') === null) await this.#speak(tag);
  }

  /** The next of the languages. */
  async nextLanguage(): Promise<void> {
    const at = languageTags.findIndex((tag) => tag === this.language.value.tag);
    const next = languageTags[(at + 1) % languageTags.length] ?? 'en';
    localStorage.setItem('language', next);
    await this.#speak(next);
  }

  switchTheme(): void {
    this.theme.value = this.theme.value === 'light' ? 'dark' : 'light';
    localStorage.setItem('theme', this.theme.value);
  }

  switchSound(): void {
    this.isMuted.value = !this.isMuted.value;
    localStorage.setItem('muted', this.isMuted.value ? 'yes' : 'no');
  }

  async #speak(tag: LanguageTag): Promise<void> {
    if (tag !== this.language.value.tag) this.language.value = await fetchLanguage(tag);
  }
}

const fetchLanguage = async (tag: LanguageTag): Promise<Language> =>
  (await (await fetch(`/words/${tag}.json`)).json()) as Language;

const keptTheme = (): Theme => {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};
