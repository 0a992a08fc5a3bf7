/** The languages there are, as BCP 47 tags, in the order of the switch. */
export const languageTags = ['en'] as const;

export type LanguageTag = (typeof languageTags)[number];

export const isLanguageTag = (tag: string): tag is LanguageTag => languageTags.some((known) => known === tag);
