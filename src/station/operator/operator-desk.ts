import { parseCommandCode, type CommandCode } from '../../domain/scanning/command-code.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { isPrintable } from '../../domain/text/printable.ts';
import { badgeCodes, codeInScan, type ScannerWords } from '../../domain/scanning/scanned-text.ts';
import type { Journal } from '../../journal/journal.ts';
import type { LineRules } from '../line-rules.ts';
import type { Slot } from '../slot-state.ts';
import type { BadgeDoor } from './badge-door.ts';
import type { Labels } from './labels.ts';
import type { Person } from './person.ts';
import { scanAnswer, type ScanAnswer } from './scan-answer.ts';
import { scanDone, scanRefused, type ScanReport } from './scan-report.ts';
import { isSerialNumber, type Scans, type TakenScan } from './scans.ts';

/** What the desk needs of the station. */
export interface DeskStation {
  readonly slots: readonly Slot[];
  unlock(slot: string, person: Person): Promise<void>;
  start(slot: string): 'started' | 'busy' | 'unknown slot';
  giveUp(slot: string): boolean;
}

export interface OperatorDeskOptions {
  readonly station: () => DeskStation;
  readonly scans: Scans;
  /** null: nothing is printed here. */
  readonly labels: Labels | null;
  readonly journal: Journal;
  /** Those of now. */
  readonly rules: () => Pick<LineRules, 'serialPattern' | 'product'>;
  readonly scanner: ScannerWords;
  readonly badges: BadgeDoor;
}

/** One scan. */
interface ScanCase {
  readonly signal: AbortSignal;
  /** Who answers for it; null: nobody is signed in. */
  readonly person: Person | null;
  /** At the bench, where people sign in by scanning. */
  readonly isHere: boolean;
}

/** Everything that a person does at the bench with a scanner or a keyboard: one line, one code. */
export class OperatorDesk {
  readonly #options: OperatorDeskOptions;
  readonly #listeners = new Set<(report: ScanReport) => void>();
  #person: Person | null = null;

  constructor(options: OperatorDeskOptions) {
    this.#options = options;
  }

  /** Who is signed in. */
  get person(): Person | null {
    return this.#person;
  }

  /** Told of every scan, behind what it did. */
  onScan(listener: (report: ScanReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Does what a scanned line says, and tells what that was. `by`: who did it away from the bench; left out: whoever is signed in there.
   * @throws PaclineError unknown badge | badges held back | not allowed | bad usage | printer down | printer fault; of the journal; the signal's reason
   */
  async take(
    line: string,
    { signal, by }: { readonly signal: AbortSignal; readonly by?: Person },
  ): Promise<ScanAnswer> {
    const code = codeInScan(line, this.#options.scanner);
    if (code === '') return scanAnswer('nothing', '');
    try {
      const answer = await this.#do(code, { signal, person: by ?? this.#person, isHere: by === undefined });
      // The same once more, because the trigger was held too long, is no news
      if (answer.code !== 'repeated') this.#tell(scanDone(code, answer));
      return answer;
    } catch (error) {
      this.#tell(scanRefused(code, error));
      throw error;
    }
  }

  #tell(report: ScanReport): void {
    for (const listener of this.#listeners) listener(report);
  }

  async #do(code: string, scan: ScanCase): Promise<ScanAnswer> {
    if (!isPrintable(code))
      throw new PaclineError(
        'bad usage',
        'This scan has a control character in it; set the scanner to leave such characters out, or name what it types around a code in [scanner].',
      );
    const command = parseCommandCode(code);
    if (command === 'unknown')
      throw new PaclineError(
        'bad usage',
        'This begins like a command of the sheet and is none: the keyboard layout of the scanner is not that of this computer, or the sheet is of another version.',
        { action: 'Set the keyboard layout of the scanner, or print a new sheet with `pacline label sheet`' },
      );
    if (command !== null) return this.#obey(command, scan);
    const signIn = scan.isHere ? (): Promise<ScanAnswer | null> => this.#badge(code, scan.signal) : () => null;
    return (await this.#lateLabel(code, scan)) ?? (await signIn()) ?? this.#offer(code);
  }

  /** A label that came late or again; null: the code is for a unit that waits, or is none. */
  async #lateLabel(code: string, { person }: ScanCase): Promise<ScanAnswer | null> {
    const { scans, labels } = this.#options;
    if (scans.selected !== null || scans.isWaitedFor(code)) return null;
    const unit = await labels?.verifyLate(code, { operator: person?.name ?? null });
    return unit == null ? null : scanAnswer('label verified', `This is the label of ${unit}.`);
  }

  /** A badge or a PIN, with its prefix, or without it where no serial number looks like it; null: it is none. */
  async #badge(code: string, signal: AbortSignal): Promise<ScanAnswer | null> {
    const { scans, rules, scanner, badges } = this.#options;
    const { serialPattern } = rules();
    const mayBeMeant = scans.isWaitedFor(code) || (serialPattern !== null && isSerialNumber(code, serialPattern));
    const isBadge = scanner.badgePrefix !== '' && code.startsWith(scanner.badgePrefix);
    if (mayBeMeant && !isBadge) return null;
    const showing = { place: 'bench', signal } as const;
    const codes = badgeCodes(code, scanner);
    const person = isBadge && !mayBeMeant ? await badges.show(codes, showing) : await badges.recognise(codes, showing);
    return person === null ? null : this.#signIn(person);
  }

  async #signIn(person: Person): Promise<ScanAnswer> {
    if (this.#person !== null) await this.#signOut(this.#person);
    await this.#options.journal.append([{ kind: 'operator signed in', operator: person.name, role: person.role }]);
    this.#person = person;
    return scanAnswer('signed in', `${person.name} is signed in as ${person.role}.`);
  }

  async #signOut({ name }: Person): Promise<void> {
    this.#person = null;
    await this.#options.journal.append([{ kind: 'operator signed out', operator: name }]);
  }

  async #obey(command: CommandCode, scan: ScanCase): Promise<ScanAnswer> {
    const { scans, station } = this.#options;
    switch (command.command) {
      case 'sign out':
        if (!scan.isHere) throw new PaclineError('bad usage', 'Whoever is signed in at the bench signs out there.');
        if (this.#person === null) return scanAnswer('nothing', 'Nobody is signed in.');
        await this.#signOut(this.#person);
        return scanAnswer('signed out', 'Signed out.');
      case 'slot':
        scans.select(this.#known(command.slot).name);
        return scanAnswer('slot selected', `The next scan is for ${command.slot}.`, command.slot);
      case 'cancel':
        return this.#cancel(command.slot);
      case 'start': {
        const slot = this.#meant(command.slot);
        const started = station().start(slot);
        if (started === 'started') return scanAnswer('started', `${slot} starts.`, slot);
        throw new PaclineError(
          'bad usage',
          started === 'busy'
            ? `The unit in ${slot} has no verdict yet.`
            : `${slot} starts by itself, not by a command.`,
        );
      }
      case 'unlock':
        return this.#unlock(this.#meant(command.slot), scan);
      case 'reprint':
        return this.#reprint(this.#meant(command.slot), scan);
    }
  }

  async #unlock(slot: string, { person }: ScanCase): Promise<ScanAnswer> {
    if (person === null)
      throw new PaclineError('not allowed', 'Nobody is signed in; unlocking a slot takes a technician.');
    await this.#options.station().unlock(slot, person);
    return scanAnswer('unlocked', `${slot} is unlocked.`, slot);
  }

  async #reprint(slot: string, { person, signal }: ScanCase): Promise<ScanAnswer> {
    const { labels } = this.#options;
    const { state } = this.#known(slot);
    const unit = DeviceId.parse('deviceId' in state ? (state.deviceId ?? '') : '');
    if (labels === null) throw new PaclineError('bad usage', 'This product has no label.');
    if (!unit.ok) throw new PaclineError('bad usage', `There is no unit in ${slot} whose label could be printed.`);
    const deviceId = unit.value;
    await labels.reprint(deviceId, { operator: person?.name ?? null, signal });
    return scanAnswer('reprinted', `The label of ${deviceId} is printed again.`, slot);
  }

  /** What was scanned too early is forgotten; where that is nothing, or a slot is named, the run that waits there is ended. */
  #cancel(named: string | null): ScanAnswer {
    const { scans, station } = this.#options;
    const slot = named === null ? scans.selected : this.#known(named).name;
    scans.select(null);
    const isForgotten = scans.forget(slot);
    if (isForgotten && slot === null) return scanAnswer('forgotten', 'Forgotten.');
    const { waiting } = scans;
    if (slot === null && waiting.length > 1) throw whichSlot(waiting);
    const meant = slot ?? waiting[0];
    if (meant !== undefined && station().giveUp(meant))
      return scanAnswer('run given up', `The run in ${meant} is given up.`, meant);
    return isForgotten
      ? scanAnswer('forgotten', 'Forgotten.', slot)
      : scanAnswer('nothing', 'Nothing is waited for.', slot);
  }

  #offer(code: string): ScanAnswer {
    const { scans, rules } = this.#options;
    const { serialPattern, product } = rules();
    const taken = scans.offer(code, { pattern: serialPattern });
    switch (taken.kind) {
      case 'taken':
        return scanAnswer('taken', `For ${taken.slot}.`, taken.slot);
      case 'kept':
        return scanAnswer('kept', `SN ${code} is kept for ${this.#recipient(taken)}.`, taken.slot);
      case 'repeated':
        return scanAnswer('repeated', '');
      case 'which slot':
        throw whichSlot(taken.slots);
      case 'too late':
        throw new PaclineError(
          'bad usage',
          `${taken.slots.join(' and ')} ${taken.slots.length === 1 ? 'wants' : 'want'} no code any more: this one is not kept for the next unit.`,
          { action: 'Take the judged unit out first, or scan the slot that is meant, then the code' },
        );
      // Not the code itself: it may be a PIN with a slip in it
      case 'no such code':
        throw new PaclineError(
          'bad usage',
          `This is no command, no badge${serialPattern === null ? '' : `, no serial number of ${product.name}`} and no label that is waited for.`,
          { action: 'Look at what was scanned, and at the keyboard layout of the scanner' },
        );
    }
  }

  #recipient({ slot }: Extract<TakenScan, { kind: 'kept' }>): string {
    if (slot === null) return 'the next unit';
    return this.#known(slot).state.kind === 'empty' ? `the next unit in ${slot}` : `the unit in ${slot}`;
  }

  /** The slot that is named, or was selected, or is the only one. */
  #meant(named: string | null): string {
    const { station, scans } = this.#options;
    const { slots } = station();
    const slot = named ?? scans.selected ?? (slots.length === 1 ? (slots[0]?.name ?? null) : null);
    if (slot === null) throw new PaclineError('bad usage', 'Which slot? Scan the slot first, then the command.');
    scans.select(null);
    return this.#known(slot).name;
  }

  #known(name: string): Slot {
    const slot = this.#options.station().slots.find((one) => one.name === name);
    if (slot === undefined) throw new PaclineError('bad usage', `There is no slot "${name}".`);
    return slot;
  }
}

const whichSlot = (slots: readonly string[]): PaclineError =>
  new PaclineError('bad usage', `This may be meant for ${slots.join(' and for ')}.`, {
    action: 'Scan the slot first, then the code',
  });
