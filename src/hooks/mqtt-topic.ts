import type { PublicEvent } from './public-event.ts';

export const defaultTopic = 'pacline/{station}/{kind}';

/** Blanks of a kind become hyphens; what a topic gives a meaning to is no part of a name. */
const level = (name: string): string => name.replaceAll(/[\s/+#\0]+/g, '-');

/** Where an event is published. Words in braces that are not known stay as they are. */
export const topicOf = (template: string, { station, kind }: Pick<PublicEvent, 'station' | 'kind'>): string =>
  template.replaceAll('{station}', () => level(station)).replaceAll('{kind}', () => level(kind));
