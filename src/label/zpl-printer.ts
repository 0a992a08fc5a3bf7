import { Mutex } from '../async/mutex.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { LabelContent, LabelPrinter } from '../station/label-printer.ts';
import { codeOfLabel, readLabelCode } from './label-code.ts';
import type { LabelForm } from './label-form.ts';
import { showAddress, type PrinterAddress } from './printer-address.ts';
import { PrinterConnection } from './printer-connection.ts';
import { renderZpl, zplTemplateOf } from './zpl-template.ts';

export interface PrinterLimits {
  /** Until it takes the connection. */
  readonly connectMs: number;
  /** Until the system has taken what is sent. */
  readonly writeMs: number;
  /** Until it says how it is. A printer that answers does so at once. */
  readonly statusMs: number;
  /** Until it has shown that it has taken a label. */
  readonly takenMs: number;
}

const usualLimits: PrinterLimits = { connectMs: 5000, writeMs: 5000, statusMs: 1000, takenMs: 5000 };

export interface ZplPrinterOptions {
  readonly address: PrinterAddress;
  readonly clock: Clock;
  readonly limits?: Partial<PrinterLimits>;
}

/**
 * A printer on the network that speaks ZPL II on a raw TCP port. One for each printer, whatever labels are printed on it.
 *
 * It is asked how it is (`~HS`) before each label, so that none waits unseen in a printer without paper. By the manual a printer
 * answers with flags; by its newer editions one that is stopped does not answer at all. Therefore silence stops the line only
 * where this printer has answered before. `assumed`: a printer that speaks ZPL but not `~HS` ignores the question.
 */
export class ZplPrinter {
  readonly #options: ZplPrinterOptions;
  readonly #limits: PrinterLimits;
  /** Two labels at once would mix on the wire. */
  readonly #turn = new Mutex();
  #hasAnswered = false;

  constructor(options: ZplPrinterOptions) {
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
  }

  /**
   * The labels of one product on this printer.
   * @throws PaclineError bad settings: the template
   */
  labelsOf(form: LabelForm): LabelPrinter {
    const template = zplTemplateOf(form);
    return {
      print: async (label: LabelContent, { signal }) => this.send(renderZpl(template, label), { signal }),
      codeOf: (label) => codeOfLabel(template.code, label),
      readCode: (scanned) => readLabelCode(template.code, scanned),
    };
  }

  /** @throws PaclineError printer down; the signal's reason */
  async send(zpl: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#turn.run(() => this.#deliver(zpl, signal), { signal });
  }

  async #deliver(zpl: string, signal: AbortSignal): Promise<void> {
    const { address, clock } = this.#options;
    const { connectMs, writeMs, statusMs, takenMs } = this.#limits;
    const line = await PrinterConnection.open(address, { clock, signal, limitMs: connectMs });
    try {
      const status = await line.askStatus({ writeMs, limitMs: statusMs });
      if (status === null && this.#hasAnswered)
        throw this.#down('does not answer any more: look for paper, ribbon and an open head');
      this.#hasAnswered ||= status !== null;
      if (status !== null && status.stoppedBy.length > 0)
        throw this.#down(`prints nothing: ${status.stoppedBy.join(', ')}`);
      await line.write(zpl, { limitMs: writeMs });
      const taken = await line.finish({ limitMs: status === null ? statusMs : takenMs });
      // A printer that never says anything cannot be asked for more than that the system has taken the label.
      if (!taken && status !== null) throw this.#down('did not show that it has taken the label; it may come twice');
    } finally {
      line.close();
    }
  }

  #down(words: string): PaclineError {
    const printer = showAddress(this.#options.address);
    return new PaclineError('printer down', `The label printer ${printer} ${words}.`, { context: { printer } });
  }
}
