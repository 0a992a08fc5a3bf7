import type { DeviceId } from '../domain/device-id.ts';

/** What somebody outside is told of a unit to judge it. Never the PAC. */
export interface GateUnit {
  readonly deviceId: DeviceId;
  readonly serialNumber: string | null;
  readonly product: string;
  readonly order: string | null;
  readonly slot: string;
  readonly station: string;
}

export type GateAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly code: 'route refused' | 'result refused'; readonly reason: string }
  /** `rule`: what the settings say is to be done where nobody answers. */
  | {
      readonly kind: 'no answer';
      readonly code: 'route unanswered' | 'result missing';
      readonly reason: string;
      readonly rule: 'stop' | 'go on';
      /** Who is asked was reached, and has no word on this unit yet. Absent: nobody answered, or not as agreed. */
      readonly isReached?: true;
    };

/** A word from outside that a unit needs before it is registered: the production system's route, the radio test's verdict. */
export interface Gate {
  /** For people: "the route check". */
  readonly name: string;
  /** Never rejects but with the signal's reason: whatever keeps the word from coming is `no answer`. */
  ask(unit: GateUnit, options: { readonly signal: AbortSignal }): Promise<GateAnswer>;
}
