import { join } from 'node:path';

import { dialects } from '../firmware-protocols/index.ts';
import { BaseUrl } from './backend/base-url.ts';
import type { Backend } from './backend/backend.ts';
import { HttpClient } from './backend/http-client.ts';
import { directAccess } from './backend/network-access.ts';
import { RateBudget, type RateBudgetOptions } from './backend/rate-budget.ts';
import { ApiV1 } from './backend/v1/api-v1.ts';
import { ApiV2 } from './backend/v2/api-v2.ts';
import type { Clock } from './domain/clock.ts';
import { PaclineError } from './domain/pacline-error.ts';
import type { Journal } from './journal/journal.ts';
import { openJournal, type JournalIdentity } from './journal/open-journal.ts';
import { recoverRegistrations } from './registrar/recover-registrations.ts';
import type { RegistrarOptions } from './registrar/registrar-options.ts';
import { Registrar } from './registrar/registrar.ts';
import type { Gate } from './station/gate.ts';
import type { LabelPrinter } from './station/label-desk.ts';
import { Labels } from './station/operator/labels.ts';
import type { LineOptions } from './station/line-options.ts';
import type { LineRules } from './station/line-rules.ts';
import type { PortSource } from './station/port-source.ts';
import { Ages } from './station/rules/ages.ts';
import { Scans } from './station/operator/scans.ts';
import type { ApiAccess } from './settings/api-access.ts';
import { Station, type SlotSetting } from './station/station.ts';
import { version } from './machine/version.ts';

/** The journal of a state folder. */
export const journalFile = (stateFolder: string): string => join(stateFolder, 'journal.sqlite');

/** A dialect by its name. @throws PaclineError bad usage, with the names there are */
export const dialectNamed = (id: string) => {
  const named = dialects.find(({ definition }) => definition.id === id);
  if (named === undefined) throw new PaclineError('bad usage', `There is no dialect "${id}"; known are ${dialects.map(({ definition }) => definition.id).join(', ')}.`);
  return named;
};

export const allDialects = dialects.map(({ definition }) => definition);

/** Without a version: v2. */
export type BackendAccess = Pick<ApiAccess, 'url' | 'credentials'> & Partial<Pick<ApiAccess, 'version' | 'network'>>;

export const composeBackend = ({ url, credentials, network = directAccess, version: api = 'v2' }: BackendAccess, options: RateBudgetOptions): Backend =>
  new versions[api]({ http: new HttpClient({ baseUrl: BaseUrl.parse(url), credentials, network, probePath: probePaths[api] }), budget: new RateBudget(options), clock: options.clock });

const versions = { v1: ApiV1, v2: ApiV2 } as const;

/** Lists that every API user may ask for. */
const probePaths = { v1: '/devicetypes', v2: '/device-types/?limit=1' } as const;

/** Journal, backend and registrar, joined; what `register` and the line both work with. */
export interface Desk {
  readonly journal: Journal;
  readonly backend: Backend;
  readonly registrar: Registrar;
  /** Waits for what is under way, then lets go of everything. */
  close(): Promise<void>;
}

/** The rest is how the registrar waits and what it tells; see RegistrarOptions. */
export interface DeskOptions extends Pick<RegistrarOptions, 'timing' | 'ifHidden' | 'onActivity'> {
  readonly stateFolder: string;
  readonly station: string;
  readonly access: BackendAccess;
  readonly clock: Clock;
  /** Told while a request waits for the backend's limits. */
  readonly onWait?: RateBudgetOptions['onWait'];
  /** How the journal is opened; left out: as the SQLite file at this path. */
  readonly openJournalAt?: (options: { readonly path: string } & JournalIdentity) => Promise<Journal>;
}

export const openDesk = async ({ stateFolder, station, access, clock, onWait, openJournalAt = openJournal, timing, ifHidden, onActivity }: DeskOptions): Promise<Desk> => {
  const backend = composeBackend(access, { clock, ...(onWait === undefined ? {} : { onWait }) });
  try {
    const journal = await openJournalAt({ path: journalFile(stateFolder), station, clock });
    await recoverRegistrations(journal);
    const registrar = new Registrar({ journal, backend, clock, ...(timing !== undefined && { timing }), ...(ifHidden !== undefined && { ifHidden }), ...(onActivity !== undefined && { onActivity }) });
    return {
      journal,
      backend,
      registrar,
      async close() {
        await registrar.close();
        await backend.close();
        await journal.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
};

export interface LineSetup {
  readonly desk: Desk;
  /** Its name, for those outside who are asked about a unit. */
  readonly station: string;
  readonly ports: PortSource;
  readonly clock: Clock;
  /** Those of now; see LineRules. */
  readonly rules: () => LineRules;
  readonly amberAfterMs: number;
  /** What a unit needs from outside before it is registered. Default: nothing. */
  readonly gates?: readonly Gate[];
  /** Left out: nothing is printed. */
  readonly printer?: LabelPrinter;
  /** Who is signed in. Default: nobody. */
  readonly operator?: () => string | null;
}

/** What every run is given. */
export const composeLine = ({ desk, printer, gates = [], operator = () => null, rules, clock, ...line }: LineSetup): LineOptions => ({
  ...line,
  rules,
  clock,
  gates,
  operator,
  journal: desk.journal,
  registrar: desk.registrar,
  dialects: allDialects,
  labels: printer === undefined ? null : new Labels({ printer, journal: desk.journal, clock, look: () => ({ productName: rules().product.name, showPac: rules().label?.showPac === true, isWanted: rules().label !== null }) }),
  scans: new Scans({ clock }),
  ages: new Ages({ clock }),
});

export interface StationSetup {
  readonly line: LineOptions;
  readonly settleMs: number;
  readonly slots: readonly SlotSetting[] | 'every port';
  readonly maxRuns: number | null;
}

export const composeStation = (setup: StationSetup): Station => new Station({ ...setup, version });
