import type { DeviceType } from '../../backend/backend-records.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import type { Dialogue } from '../shared/dialogue.ts';
import { checkedAgainst } from './check-device-type.ts';
import { deviceTypeRow } from './device-type-row.ts';
import { firstDeviceTypes, type Account, type DeviceTypesShown } from './device-types-shown.ts';
import { noneVisible } from './none-visible.ts';

interface DeviceTypeQuestion {
  readonly account: Account;
  /** The list that the question stands under; it has to have at least one. */
  readonly shown: DeviceTypesShown;
  /** What an empty answer means; '': the only device type, where there is but one. */
  readonly usual: string;
}

/**
 * Shows a person the device types and asks for one: by its number in the list, by a part of its name that no other has, or
 * by its ID. @throws PaclineError as `Dialogue.ask`
 */
export const askForDeviceType = async (
  dialogue: Dialogue,
  { account, shown, usual }: DeviceTypeQuestion,
): Promise<string> => {
  const choice = new Choice(dialogue, account, shown);
  const only = shown.areAll && shown.types.length === 1 ? (shown.types[0]?.id ?? '') : '';
  return dialogue.ask({
    words: 'Its device type: a number of the list, a part of the name, or 24 hex digits',
    usual: usual === '' ? only : usual,
    parse: (answer) => choice.parse(answer),
  });
};

/** What an answer means changes with the list that was shown last. */
class Choice {
  readonly #dialogue: Dialogue;
  readonly #account: Account;
  readonly #checked: (id: string) => Promise<Parsed<string>>;
  #shown: DeviceTypesShown;

  constructor(dialogue: Dialogue, account: Account, shown: DeviceTypesShown) {
    this.#dialogue = dialogue;
    this.#account = account;
    this.#checked = checkedAgainst({ account, signal: dialogue.signal, say: (text) => dialogue.say(text) });
    this.#shown = shown;
    this.#show();
  }

  async parse(answer: string): Promise<Parsed<string>> {
    if (/^[0-9a-f]{24}$/i.test(answer)) return this.#checked(answer.toLowerCase());
    const numbered = /^\d{1,3}$/.test(answer) ? this.#shown.types[Number(answer) - 1] : undefined;
    if (numbered !== undefined) return this.#taken(numbered);
    return answer === ''
      ? refused('bad usage', 'a number of the list, a part of a name or 24 hex digits expected')
      : this.#named(answer);
  }

  async #named(name: string): Promise<Parsed<string>> {
    const { signal } = this.#dialogue;
    try {
      const found = await firstDeviceTypes(this.#account, { name }, { signal });
      const [first] = found.types;
      if (first === undefined) throw noneVisible(name);
      if (found.types.length === 1) return this.#taken(first);
      this.#shown = found;
      this.#show();
      return refused(
        'bad usage',
        `more than one has ${JSON.stringify(name.slice(0, 40))} in its name: choose one of these`,
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!PaclineError.is(error)) throw error;
      return refused(error.code, error.message);
    }
  }

  #taken(type: DeviceType): Parsed<string> {
    this.#dialogue.say(`  ${deviceTypeRow(type)}`);
    return accepted(type.id.toLowerCase());
  }

  #show(): void {
    for (const [index, type] of this.#shown.types.entries())
      this.#dialogue.say(`${String(index + 1).padStart(4)}  ${deviceTypeRow(type)}`);
    if (!this.#shown.areAll) this.#dialogue.say('      and more: a part of the name finds them');
  }
}
