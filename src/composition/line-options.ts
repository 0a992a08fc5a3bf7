import type { Clock } from '../domain/clock.ts';
import type { Gate } from '../station/gate.ts';
import type { LabelPrinter } from '../station/label-printer.ts';
import type { LineOptions } from '../station/line-options.ts';
import type { LineRules } from '../station/line-rules.ts';
import { Labels } from '../station/operator/labels.ts';
import { Scans } from '../station/operator/scans.ts';
import type { PortSource } from '../station/port-source.ts';
import { Ages } from '../station/rules/ages.ts';
import { allDialects } from './dialects.ts';
import type { Provisioning } from './open-provisioning.ts';

export interface LineParts {
  readonly provisioning: Pick<Provisioning, 'journal' | 'registrar'>;
  /** Its name, for those outside who are asked about a unit. */
  readonly station: string;
  readonly ports: PortSource;
  readonly clock: Clock;
  /** Those of now; see LineRules. */
  readonly rules: () => LineRules;
  readonly amberAfterMs: number;
  /** What a unit needs from outside before it is registered. Default: nothing. */
  readonly gates?: readonly Gate[];
  /** null or left out: nothing is printed. */
  readonly printer?: LabelPrinter | null;
  /** Who is signed in. Default: nobody. */
  readonly operator?: () => string | null;
  /** See Scans. Default: 20 s. */
  readonly keepMs?: number;
}

/** Everything a run is given, on the line or by hand. */
export const lineOptionsOf = ({
  provisioning: { journal, registrar },
  printer = null,
  gates = [],
  operator = () => null,
  keepMs = 20_000,
  rules,
  clock,
  ...line
}: LineParts): LineOptions => ({
  ...line,
  rules,
  clock,
  gates,
  operator,
  journal,
  registrar,
  dialects: allDialects,
  labels:
    printer === null
      ? null
      : new Labels({
          printer,
          journal,
          clock,
          look: () => ({
            productName: rules().product.name,
            showPac: rules().label?.showPac === true,
            isWanted: rules().label !== null,
          }),
        }),
  scans: new Scans({ clock, keepMs }),
  ages: new Ages({ clock }),
});
