import { PaclineError } from '../domain/pacline-error.ts';
import type { PublicEvent } from './public-event.ts';

/** @throws PaclineError bad settings: a topic that nothing can be published under. `whose`: for messages */
export const parseTopic = (template: string, { whose }: { readonly whose: string }): string => {
  if (template === '' || /[+#\0]/.test(template)) throw new PaclineError('bad settings', `The topic of ${whose} is empty or has a wildcard in it; give one as in pacline/{station}/{kind}`);
  return template;
};

/** Blanks of a kind become hyphens; what a topic gives a meaning to is no part of a name. */
const level = (name: string): string => name.replaceAll(/[\s/+#\0]+/g, '-');

/** Where an event is published. Words in braces that are not known stay as they are. */
export const topicOf = (template: string, { station, kind }: Pick<PublicEvent, 'station' | 'kind'>): string =>
  template.replaceAll('{station}', () => level(station)).replaceAll('{kind}', () => level(kind));
