import type { Language } from './language.ts';
import type { LanguageTag } from './language-tags.ts';

/** Each is loaded when it is wanted: nobody needs two. The pages get theirs from a file that the build makes of it. */
const loaders: Readonly<Record<LanguageTag, () => Promise<Language>>> = {
  en: async () => (await import('./english.ts')).english,
};

export const loadLanguage = (tag: LanguageTag): Promise<Language> => loaders[tag]();
