import type { BenchStore } from '../live/bench-store.ts';
import { useValue } from './use-value.ts';

interface TickingProps {
  readonly store: BenchStore;
  /** `now`: the station's time, in ms since 1970. */
  readonly text: (now: number) => string;
}

/** A text that changes with the time, and is all that is drawn anew for it. */
export const Ticking = ({ store, text }: TickingProps) => {
  useValue(store.tick);
  return <>{text(store.now)}</>;
};
