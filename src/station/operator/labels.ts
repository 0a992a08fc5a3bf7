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
  readonly look: () => { readonly productName: string; readonly showPac: boolean };
}

/** How long a printer that is down is left alone, in ms. */
const tryAgainMs = 5000;

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

  /** Prints what is owed, longest owed first, whenever the printer can be reached, until the signal aborts. @throws PaclineError of the journal */
  async drain({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (!signal.aborted) {
      try {
        for (const { deviceId } of await this.#options.journal.labels(['owed'])) await this.printOwed(deviceId, { signal });
        await this.#options.clock.sleep(tryAgainMs, { signal });
      } catch (error) {
        if (signal.aborted) return;
        if (!PaclineError.is(error, 'printer down', 'printer fault')) throw error;
        await this.#options.clock.sleep(tryAgainMs, { signal }).catch(() => undefined);
      }
    }
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
    return { deviceId, pac: showPac ? unit.pac : null, certificate: registration.certificate, serial: await journal.serialOf(deviceId), productName, name: registration.name };
  }
}
