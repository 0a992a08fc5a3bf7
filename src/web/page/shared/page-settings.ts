import { effect, signal, type Signal } from '@preact/signals';

import type { Language } from '../../../words/language.ts';
import { isLanguageTag, languageTags, loadLanguage, type LanguageTag } from '../../../words/languages.ts';

export type Theme = 'light' | 'dark';

/** What is chosen at this screen; its browser keeps it. */
export class PageSettings {
  readonly language: Signal<Language>;
  readonly theme = signal<Theme>(keptTheme());
  readonly isMuted = signal(localStorage.getItem('muted') === 'yes');

  private constructor(language: Language) {
    this.language = signal(language);
    effect(() => {
      document.documentElement.dataset['theme'] = this.theme.value;
      document.documentElement.lang = this.language.value.tag;
    });
  }

  /** `ofStation`: the language that the station is set to; null: not yet known. */
  static async load(ofStation: () => string | null): Promise<PageSettings> {
    const chosen = localStorage.getItem('language') ?? '';
    const settings = new PageSettings(await loadLanguage(isLanguageTag(chosen) ? chosen : 'en'));
    effect(() => {
      const tag = ofStation();
      if (tag !== null && isLanguageTag(tag) && localStorage.getItem('language') === null) void settings.#speak(tag);
    });
    return settings;
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
    if (tag !== this.language.value.tag) this.language.value = await loadLanguage(tag);
  }
}

const keptTheme = (): Theme => {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};
