import { markPaths, type MarkName } from './marks.ts';

export const Mark = ({ name }: { readonly name: MarkName }) => (
  <svg class="mark" viewBox="0 0 100 100" aria-hidden="true" data-mark={name}>
    <path d={markPaths[name]} fill-rule="evenodd" />
  </svg>
);
