import type { Backend } from '../backend/backend.ts';
import type { RateBudgetOptions } from '../backend/limits/rate-budget.ts';
import type { Clock } from '../domain/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal, type JournalIdentity } from '../journal/open-journal.ts';
import { recoverRegistrations } from '../registrar/recover-registrations.ts';
import type { RegistrarOptions } from '../registrar/registrar-options.ts';
import { Registrar } from '../registrar/registrar.ts';
import { journalFile } from '../settings/state-folder.ts';
import { openBackend, type BackendAccess } from './open-backend.ts';

/** Journal, backend and registrar, joined; what `register` and the line both work with. */
export interface Provisioning {
  readonly journal: Journal;
  readonly backend: Backend;
  readonly registrar: Registrar;
  /** Waits for what is in flight, then lets go of everything. */
  close(): Promise<void>;
}

/** Where, and on whose account. How the registrar waits and what it tells: see RegistrarOptions. */
export interface ProvisioningConfig extends Pick<RegistrarOptions, 'timing' | 'ifHidden' | 'onActivity'> {
  readonly stateFolder: string;
  /** Written beside every event. */
  readonly station: string;
  readonly access: BackendAccess;
  /** Told while a request waits for the backend's limits. */
  readonly onWait?: RateBudgetOptions['onWait'];
  /** How the journal is opened; left out: as the SQLite file at this path. */
  readonly openJournalAt?: (options: { readonly path: string } & JournalIdentity) => Promise<Journal>;
}

/** Opens the journal and takes up what an earlier process left in flight; the backend is asked nothing yet. @throws PaclineError of the journal */
export const openProvisioning = async (
  config: ProvisioningConfig,
  {
    clock,
    say,
  }: {
    readonly clock: Clock;
    /** Told what a person should know of the opening, as a sentence. */
    readonly say?: (sentence: string) => void;
  },
): Promise<Provisioning> => {
  const { stateFolder, station, access, onWait, openJournalAt = openJournal, timing, ifHidden, onActivity } = config;
  const backend = openBackend(access, { clock, ...(onWait && { onWait }) });
  try {
    const journal = await openJournalAt({ path: journalFile(stateFolder), station, clock, ...(say && { say }) });
    await recoverRegistrations(journal);
    const registrar = new Registrar({
      journal,
      backend,
      clock,
      ...(timing && { timing }),
      ...(ifHidden && { ifHidden }),
      ...(onActivity && { onActivity }),
    });
    const close = async (): Promise<void> => {
      await registrar.close();
      await backend.close();
      await journal.close();
    };
    return { journal, backend, registrar, close };
  } catch (error) {
    await backend.close();
    throw error;
  }
};
