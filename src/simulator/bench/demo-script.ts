import type { ResultCode, VerdictColour } from '../../domain/outcome.ts';
import type { RegistrationState } from '../../domain/registration.ts';

/** How a unit's registration stands beforehand, or what the backend does to it. */
export type BackendPart =
  | 'nothing special'
  | 'registered by us before'
  | 'owned elsewhere'
  | 'PAC spent'
  | 'answer lost after the commit'
  | 'fault before the commit'
  | 'listed late';

/** One unit of the demo: what is wrong with it, and what it deserves. */
export interface DemoUnit {
  readonly dialect: string;
  /** Words as `pacline simulate board --fault` takes them. */
  readonly faults: readonly string[];
  readonly backend: BackendPart;
  /** The verdicts at the bench, one for each time it is seated. */
  readonly verdicts: readonly { readonly colour: VerdictColour; readonly code: ResultCode }[];
  /** How its registration stands at the end; null: nothing was ever owed. */
  readonly registration: RegistrationState | null;
}

const registered = { colour: 'green', code: 'registered' } as const;
const red = (code: ResultCode): { readonly colour: VerdictColour; readonly code: ResultCode } => ({
  colour: 'red',
  code,
});

const unit = (part: Partial<DemoUnit>): DemoUnit => ({
  dialect: 'ax-wisol',
  faults: [],
  backend: 'nothing special',
  verdicts: [registered],
  registration: 'confirmed',
  ...part,
});

/** Twenty-four units as a bench sees them on a bad day. */
export const demoUnits: readonly DemoUnit[] = [
  unit({}),
  unit({ dialect: 'td-next' }),
  unit({}),
  unit({ faults: ['mute'], verdicts: [red('no answer')], registration: null }),
  unit({ backend: 'listed late', verdicts: [{ colour: 'amber', code: 'accepted' }] }),
  unit({ dialect: 'td-next', faults: ['quiet'] }),
  // Two answers go to identification: the third is the first reading of the ID.
  unit({ faults: ['flipped-bit:3'] }),
  unit({}),
  unit({ backend: 'registered by us before', verdicts: [{ colour: 'green', code: 'already done' }] }),
  unit({ faults: ['unplug:4'], verdicts: [red('port lost'), registered] }),
  unit({}),
  unit({ faults: ['echo-on'] }),
  unit({ backend: 'answer lost after the commit' }),
  unit({ faults: ['unprovisioned'], verdicts: [red('unprovisioned')], registration: null }),
  unit({}),
  unit({ dialect: 'td-next', faults: ['boot-banner'] }),
  unit({ backend: 'owned elsewhere', verdicts: [red('owned elsewhere')], registration: 'refused' }),
  unit({}),
  unit({ faults: ['late-answer:4'] }),
  unit({ backend: 'PAC spent', verdicts: [red('backend refused')], registration: 'refused' }),
  unit({}),
  unit({ faults: ['noise:7'], verdicts: [red('line is noisy')], registration: null }),
  unit({ backend: 'fault before the commit' }),
  unit({}),
];
