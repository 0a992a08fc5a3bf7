import { parseCommandCode, type CommandCode } from '../../domain/scanning/command-code.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import { codeInScan, type ScannerWords } from '../../domain/scanning/scanned-text.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Labels } from './labels.ts';
import type { Person } from './person.ts';
import type { Scans } from './scans.ts';
import type { Slot } from '../slot-state.ts';

/** What the desk needs of the station. */
export interface DeskStation {
  readonly slots: readonly Slot[];
  unlock(slot: string, person: Person): Promise<void>;
  start(slot: string): 'started' | 'busy' | 'unknown slot';
}

export interface OperatorDeskOptions {
  readonly station: () => DeskStation;
  readonly scans: Scans;
  /** null: nothing is printed here. */
  readonly labels: Labels | null;
  readonly journal: Journal;
  readonly scanner: ScannerWords;
  /** Whose badge or PIN this is; null: nobody's. */
  readonly findPerson: (code: string) => Promise<Person | null>;
}

/** Everything that a person does at the bench with a scanner or a keyboard: one line, one code. */
export class OperatorDesk {
  readonly #options: OperatorDeskOptions;
  #person: Person | null = null;
  #slot: string | null = null;

  constructor(options: OperatorDeskOptions) {
    this.#options = options;
  }

  /** Who is signed in. */
  get person(): Person | null {
    return this.#person;
  }

  /**
   * Does what a scanned line says, and returns a sentence for the person who scanned it.
   * @throws PaclineError unknown badge | not allowed | bad usage | printer down | printer fault; of the journal; the signal's reason
   */
  async take(line: string, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const { scanner } = this.#options;
    const code = codeInScan(line, scanner);
    if (code === '') return '';
    if (!isPrintable(code))
      throw new PaclineError(
        'bad usage',
        'This scan has a control character in it; set the scanner to leave such characters out, or name what it types around a code in [scanner].',
      );
    const command = parseCommandCode(code);
    if (command === 'unknown')
      throw new PaclineError(
        'bad usage',
        'This barcode is a command of another version: print a new sheet with `pacline label sheet`.',
      );
    if (command !== null) return this.#obey(command, signal);
    if (scanner.badgePrefix !== '' && code.startsWith(scanner.badgePrefix)) return this.#signIn(code);
    const late = this.#options.scans.isWaitedFor(code)
      ? null
      : await this.#options.labels?.verifyLate(code, { operator: this.#person?.name ?? null });
    return late == null ? this.#offer(code) : `This is the label of ${late}.`;
  }

  async #signIn(badge: string): Promise<string> {
    const person = await this.#options.findPerson(badge);
    if (person === null) throw new PaclineError('unknown badge', 'Nobody of this station has this badge.');
    if (this.#person !== null) await this.#signOut(this.#person);
    await this.#options.journal.append([{ kind: 'operator signed in', operator: person.name, role: person.role }]);
    this.#person = person;
    return `${person.name} is signed in as ${person.role}.`;
  }

  async #signOut({ name }: Person): Promise<void> {
    this.#person = null;
    await this.#options.journal.append([{ kind: 'operator signed out', operator: name }]);
  }

  async #obey(command: CommandCode, signal: AbortSignal): Promise<string> {
    const { scans, station } = this.#options;
    switch (command.command) {
      case 'sign out':
        if (this.#person === null) return 'Nobody is signed in.';
        await this.#signOut(this.#person);
        return 'Signed out.';
      case 'slot':
        this.#known(command.slot);
        this.#slot = command.slot;
        scans.select(command.slot);
        return `The next scan is for ${command.slot}.`;
      case 'cancel':
        this.#slot = null;
        scans.cancel();
        return 'Forgotten.';
      case 'start': {
        const slot = this.#meant(command.slot);
        const started = station().start(slot);
        if (started === 'started') return `${slot} starts.`;
        throw new PaclineError(
          'bad usage',
          started === 'busy'
            ? `The unit in ${slot} has no verdict yet.`
            : `${slot} starts by itself, not by a command.`,
        );
      }
      case 'unlock':
        return this.#unlock(this.#meant(command.slot));
      case 'reprint':
        return this.#reprint(this.#meant(command.slot), signal);
    }
  }

  async #unlock(slot: string): Promise<string> {
    if (this.#person === null)
      throw new PaclineError('not allowed', 'Nobody is signed in; unlocking a slot takes a technician.');
    await this.#options.station().unlock(slot, this.#person);
    return `${slot} is unlocked.`;
  }

  async #reprint(slot: string, signal: AbortSignal): Promise<string> {
    const { labels } = this.#options;
    const { state } = this.#known(slot);
    const unit = DeviceId.parse('deviceId' in state ? (state.deviceId ?? '') : '');
    if (labels === null) throw new PaclineError('bad usage', 'This product has no label.');
    if (!unit.ok) throw new PaclineError('bad usage', `There is no unit in ${slot} whose label could be printed.`);
    const deviceId = unit.value;
    await labels.reprint(deviceId, { operator: this.#person?.name ?? null, signal });
    return `The label of ${deviceId} is printed again.`;
  }

  #offer(code: string): string {
    const taken = this.#options.scans.offer(code);
    switch (taken.kind) {
      case 'taken':
        return `For ${taken.slot}.`;
      case 'kept':
        return 'Kept for the next unit that wants it.';
      case 'repeated':
        return '';
      case 'which slot':
        throw new PaclineError(
          'bad usage',
          `${taken.slots.join(' and ')} wait for a scan: scan the slot first, then the code.`,
        );
    }
  }

  /** The slot that is named, or was selected, or is the only one. */
  #meant(named: string | null): string {
    const { slots } = this.#options.station();
    const slot = named ?? this.#slot ?? (slots.length === 1 ? (slots[0]?.name ?? null) : null);
    if (slot === null) throw new PaclineError('bad usage', 'Which slot? Scan the slot first, then the command.');
    this.#slot = null;
    this.#options.scans.select(null);
    return this.#known(slot).name;
  }

  #known(name: string): Slot {
    const slot = this.#options.station().slots.find((one) => one.name === name);
    if (slot === undefined) throw new PaclineError('bad usage', `There is no slot "${name}".`);
    return slot;
  }
}
