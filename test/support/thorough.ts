import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly isThorough: boolean;
  }
}

/** At every change a few of each class are tried, at night (`npm run test:thorough`) as many as the promise speaks of. */
export const isThorough: boolean = inject('isThorough');
