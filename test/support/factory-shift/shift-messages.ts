import type { ShiftPlan } from './shift-plan.ts';

/** What the line's process needs to know to take part in a shift. */
export interface ShiftOfLine {
  readonly plan: ShiftPlan;
  /** When the shift began outside, in ms since the epoch. */
  readonly beganAt: number;
  readonly folder: string;
  readonly backendUrl: string;
  readonly printer: { readonly host: string; readonly port: number };
}

/** What the line's process has used so far. */
export interface Footprint {
  /** Shift time, in ms from its beginning. */
  readonly at: number;
  readonly rssMegabytes: number;
  /** After a collection of garbage. */
  readonly heapMegabytes: number;
  readonly cpuSeconds: number;
  readonly illegalEvents: number;
}

export type FromLine =
  | { readonly kind: 'label wanted'; readonly deviceId: string }
  | { readonly kind: 'footprint'; readonly footprint: Footprint };

/** The scanner reads this from the label of that unit. */
export interface ToLine {
  readonly deviceId: string;
  readonly code: string;
}
