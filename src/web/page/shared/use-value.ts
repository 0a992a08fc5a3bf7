import { useLayoutEffect, useReducer } from 'preact/hooks';

import type { Value } from './value.ts';

/** What a value is now; the component is drawn anew whenever it changes. */
export const useValue = <Content>(value: Value<Content>): Content => {
  const shown = value.value;
  const [, drawAnew] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    // It may have changed between the drawing and now
    if (value.value !== shown) drawAnew(null);
    return value.onChange(() => drawAnew(null));
  }, [value]);
  return shown;
};
