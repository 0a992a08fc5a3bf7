import type { DeviceId } from '../../domain/device-id.ts';

/**
 * How an ID may have to be written for the backend to know it: with all its digits, or as it writes IDs itself, without leading
 * zeros. That it compares them as numbers is likely and not documented; where it turns out to know the short form only, that
 * one is asked for first from then on.
 */
export class WireForms {
  #isShortFirst = false;

  /** The forms to ask for, one after another; of a quick search only the likelier. */
  of(deviceId: DeviceId, { effort }: { readonly effort: 'quick' | 'thorough' }): readonly string[] {
    const short = deviceId.replace(/^0+/, '');
    const forms = short === deviceId ? [deviceId] : this.#isShortFirst ? [short, deviceId] : [deviceId, short];
    return effort === 'thorough' ? forms : forms.slice(0, 1);
  }

  /** The backend knows the device by this form, and by none that was asked for before it. */
  knownAs(form: string, { deviceId }: { readonly deviceId: DeviceId }): void {
    // An ID without leading zeros tells nothing
    if (!deviceId.startsWith('0')) return;
    this.#isShortFirst = form !== deviceId;
  }
}
