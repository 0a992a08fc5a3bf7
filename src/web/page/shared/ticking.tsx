import type { ReadonlySignal } from '@preact/signals';

interface TickingProps {
  /** The station's time, in ms since 1970. */
  readonly now: ReadonlySignal<number>;
  readonly text: (now: number) => string;
}

/** A text that changes with the time, and is all that is drawn anew for it. */
export const Ticking = ({ now, text }: TickingProps) => <>{text(now.value)}</>;
