import { Mutex } from '../../async/mutex.ts';
import { pause } from '../../async/pause.ts';
import type { Clock } from '../../domain/clock.ts';
import { matchesScan } from '../../domain/scanning/matches-scan.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Journal, LabelRecord } from '../../journal/journal.ts';
import type { LabelContent, LabelPrinter } from '../label-printer.ts';

export interface LabelsOptions {
  readonly printer: LabelPrinter;
  readonly journal: Journal;
  readonly clock: Clock;
  /** For what a label shows beside what the journal knows of its unit. */
  readonly look: () => {
    readonly productName: string;
    readonly showPac: boolean;
    /** Whether the product of now has a label at all. */ readonly isWanted: boolean;
  };
}

/** How long a printer that is down is left alone, in ms. */
const tryAgainMs = 5000;

/** Labels that are read from the journal at a time, and labels that a scan is compared with where the product's code names no unit. */
const labelsPerPage = 20;
const mostCompared = 100;

/** Between two looks for units that left unlabelled, in ms: the look goes through every run of the product. */
const lookForUnlabelledEveryMs = 60_000;

/** The labels of confirmed units: printed once, one after another, and later where the printer was down. */
export class Labels {
  readonly #options: LabelsOptions;
  /** One printer: one label at a time. */
  readonly #turn = new Mutex();

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
    return this.#turn.run(
      async () => {
        if ((await this.#options.journal.label(deviceId))?.state === 'owed')
          await this.#print(deviceId, { reprint: false, operator: null }, signal);
      },
      { signal },
    );
  }

  /** Another copy for somebody who asks for it. @throws PaclineError printer down | printer fault | bad usage: there is no label of this unit */
  reprint(
    deviceId: DeviceId,
    { operator, signal }: { readonly operator: string | null; readonly signal: AbortSignal },
  ): Promise<void> {
    return this.#turn.run(
      async () => {
        const label = await this.#options.journal.label(deviceId);
        if (label === null)
          throw new PaclineError(
            'bad usage',
            `There is no label of ${deviceId} yet: it is printed once the unit is confirmed.`,
            { context: { deviceId } },
          );
        await this.#print(deviceId, { reprint: label.state !== 'owed', operator }, signal);
      },
      { signal },
    );
  }

  /** The unit whose printed label this is a scan of, now verified: a label that came late or again is scanned outside its slot. Null: it is no such label. */
  async verifyLate(scanned: string, { operator }: { readonly operator: string | null }): Promise<DeviceId | null> {
    const { journal } = this.#options;
    for (const deviceId of await this.#unitsIn(scanned)) {
      const state = (await journal.label(deviceId))?.state ?? 'owed';
      if (state === 'owed' || !matchesScan(await this.codeOf(deviceId), scanned)) continue;
      if (state === 'printed') await journal.append([{ kind: 'label verified', deviceId, operator }]);
      return deviceId;
    }
    return null;
  }

  /** The unit that a code names; where codes name none, the first of those whose labels are printed. */
  async #unitsIn(scanned: string): Promise<readonly DeviceId[]> {
    const { printer, journal } = this.#options;
    const parts = printer.readCode(scanned);
    if (parts === null) return [];
    const named = DeviceId.parse(parts.deviceId ?? '');
    if (named.ok) return [named.value];
    if (parts.serial !== null) {
      const deviceId = await journal.unitOfSerialNumber(parts.serial);
      return deviceId === null ? [] : [deviceId];
    }
    return parts.deviceId === null
      ? (await journal.labels(['printed'], { limit: mostCompared })).map(({ deviceId }) => deviceId)
      : [];
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
        await this.#printAllOwed(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!PaclineError.is(error, 'printer down', 'printer fault')) throw error;
      }
      await pause(tryAgainMs, { clock: this.#options.clock, signal });
    }
  }

  async #printAllOwed(signal: AbortSignal): Promise<void> {
    const nextPage = async (): Promise<readonly LabelRecord[]> =>
      this.#options.journal.labels(['owed'], { limit: labelsPerPage });
    for (let page = await nextPage(); page.length > 0; page = await nextPage()) {
      for (const { deviceId } of page) await this.printOwed(deviceId, { signal });
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

  async #print(
    deviceId: DeviceId,
    how: { readonly reprint: boolean; readonly operator: string | null },
    signal: AbortSignal,
  ): Promise<void> {
    const content = await this.#content(deviceId);
    signal.throwIfAborted();
    await this.#options.printer.print(content, { signal });
    await this.#options.journal.append([{ kind: 'label printed', deviceId, ...how }]);
  }

  async #content(deviceId: DeviceId): Promise<LabelContent> {
    const { journal, look } = this.#options;
    const [unit, registration] = [await journal.unit(deviceId), await journal.registration(deviceId)];
    if (unit === null || registration === null)
      throw new PaclineError('internal fault', `A label of ${deviceId} is asked for, which was never read.`, {
        context: { deviceId },
      });
    const { productName, showPac } = look();
    // The initial PAC is spent by the registration: nothing is printed rather than that
    return {
      deviceId,
      pac: showPac ? unit.currentPac : null,
      certificate: registration.certificate,
      serial: await journal.serialNumberOf(deviceId),
      productName,
      name: registration.name,
    };
  }
}
