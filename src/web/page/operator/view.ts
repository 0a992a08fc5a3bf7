import type { Language } from '../../../words/language.ts';
import type { BenchStore } from '../live/bench-store.ts';
import type { PageSettings } from '../shared/page-settings.ts';
import type { Density } from './layout.ts';

/** What every part of the page is drawn by. */
export interface OperatorView {
  readonly store: BenchStore;
  readonly settings: PageSettings;
  readonly language: Language;
  readonly density: Density;
}
