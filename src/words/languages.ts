import type { Language } from './language.ts';

/** The languages there are, each loaded when it is wanted: nobody needs two. */
const loaders = {
  en: async () => (await import('./english.ts')).english,
} as const satisfies Readonly<Record<string, () => Promise<Language>>>;

export type LanguageTag = keyof typeof loaders;

export const languageTags = Object.keys(loaders) as readonly LanguageTag[];

export const isLanguageTag = (tag: string): tag is LanguageTag => Object.hasOwn(loaders, tag);

export const loadLanguage = (tag: LanguageTag): Promise<Language> => loaders[tag]();
