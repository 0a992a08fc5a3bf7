import type { Clock } from '../../domain/clock.ts';
import { matchesScan } from '../../domain/label-code.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/pacline-error.ts';
import type { Journal } from '../../journal/journal.ts';
import type { LabelContent, LabelPrinter } from '../label-desk.ts';

export interface LabelsOptions {
  readonly printer: LabelPrinter;
  readonly journal: Journal;
  readonly clock: Clock;
  /** For what a label shows beside what the journal knows of its unit. */
  readonly look: () => { readonly productName: string; readonly showPac: boolean; /** Whether the product of now has a label at all. */ readonly isWanted: boolean };
}

/** How long a printer that is down is left alone, in ms. */
const tryAgainMs = 5000;

/** Between two looks for units that left unlabelled, in ms: the look goes through every run of the product. */
const lookForUnlabelledEveryMs = 60_000;

/** The labels of confirmed units: printed once, one after another, and later where the printer was down. */
export class Labels {
  readonly #options: LabelsOptions;
  /** One printer: one label at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LabelsOptions) {
    this.#options = options;
  }

  /** What a scanner reads from the label of this unit. @throws PaclineError internal fault: the unit was never read */
  async codeOf(deviceId: DeviceId): Promise<string> {
    return this.#options.printer.codeOf(await this.#content(deviceId));
  }

  /**
   * Prints an owed label; one that is printed already is left as it is.
   * @throws PaclineError printer down | printer fault; of the journal; the signal's reason
   */
  printOwed(deviceId: DeviceId, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    return this.#inTurn(async () => {
      if ((await this.#options.journal.label(deviceId))?.state === 'owed') await this.#print(deviceId, { reprint: false, operator: null }, signal);
    });
  }

  /** Another copy for somebody who asks for it. @throws PaclineError printer down | printer fault | bad usage: there is no label of this unit */
  reprint(deviceId: DeviceId, { operator, signal }: { readonly operator: string | null; readonly signal: AbortSignal }): Promise<void> {
    return this.#inTurn(async () => {
      const label = await this.#options.journal.label(deviceId);
      if (label === null) throw new PaclineError('bad usage', `There is no label of ${deviceId} yet: it is printed once the unit is confirmed.`, { context: { deviceId } });
      await this.#print(deviceId, { reprint: label.state !== 'owed', operator }, signal);
    });
  }

  /** The unit whose printed label this is a scan of, now verified: a label that came late or again is scanned outside its slot. Null: nobody waits for it. */
  async verifyLate(scanned: string, { operator }: { readonly operator: string | null }): Promise<DeviceId | null> {
    for (const { deviceId } of await this.#options.journal.labels(['printed'])) {
      if (!matchesScan(await this.codeOf(deviceId), scanned)) continue;
      await this.#options.journal.append([{ kind: 'label verified', deviceId, operator }]);
      return deviceId;
    }
    return null;
  }

  /**
   * Prints what is owed, longest owed first, whenever the printer can be reached, until the signal aborts. A unit that left its slot
   * amber, and was confirmed since, is owed its label too.
   * @throws PaclineError of the journal
   */
  async drain({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const startedAt = this.#options.clock.now();
    let nextLook = 0;
    while (!signal.aborted) {
      try {
        if (this.#options.clock.uptime() >= nextLook) {
          await this.#oweToThoseThatLeft(startedAt);
          nextLook = this.#options.clock.uptime() + lookForUnlabelledEveryMs;
        }
        for (const { deviceId } of await this.#options.journal.labels(['owed'])) await this.printOwed(deviceId, { signal });
        await this.#options.clock.sleep(tryAgainMs, { signal });
      } catch (error) {
        if (signal.aborted) return;
        if (!PaclineError.is(error, 'printer down', 'printer fault')) throw error;
        await this.#options.clock.sleep(tryAgainMs, { signal }).catch(() => undefined);
      }
    }
  }

  /** Those of an earlier process left with it, whether or not anybody saw them leave. */
  async #oweToThoseThatLeft(startedAt: number): Promise<void> {
    const { journal, look } = this.#options;
    const { productName, isWanted } = look();
    if (!isWanted) return;
    const left = await journal.unlabelled(productName, { before: startedAt, limit: 100 });
    if (left.length > 0) await journal.append(left.map((unit) => ({ kind: 'label owed', ...unit })));
  }

  async #print(deviceId: DeviceId, how: { readonly reprint: boolean; readonly operator: string | null }, signal: AbortSignal): Promise<void> {
    await this.#options.printer.print(await this.#content(deviceId), { signal });
    await this.#options.journal.append([{ kind: 'label printed', deviceId, ...how }]);
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #content(deviceId: DeviceId): Promise<LabelContent> {
    const { journal, look } = this.#options;
    const [unit, registration] = [await journal.unit(deviceId), await journal.registration(deviceId)];
    if (unit === null || registration === null) throw new PaclineError('internal fault', `A label of ${deviceId} is asked for, which was never read.`, { context: { deviceId } });
    const { productName, showPac } = look();
    // The initial PAC is spent by the registration: nothing is printed rather than that
    return { deviceId, pac: showPac ? unit.currentPac : null, certificate: registration.certificate, serial: await journal.serialOf(deviceId), productName, name: registration.name };
  }
}
