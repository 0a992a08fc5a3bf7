import type { Callback, UndeliveredCallbacks } from '../../backend/backend-records.ts';
import type { Backend } from '../../backend/backend.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import {
  fromErrorAsWarning,
  inOrder,
  notLookedAt,
  withFullStop,
  warning,
  sentenceOfError,
  type Finding,
} from '../finding.ts';

/** Long enough for a weekend and a holiday. */
const lookBackDays = 7;
const dayMs = 86_400_000;

interface CallbackCheckOptions {
  readonly deviceType: { readonly id: string; readonly name: string };
  readonly backend: Pick<Backend, 'callbacks' | 'undeliveredCallbacks'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Whether what units of a device type send reaches anybody: a series without callbacks is lost without a sound. Never a
 * fault, for messages may also be fetched. @throws the signal's reason
 */
export const callbackFindings = async ({
  deviceType,
  backend,
  now,
  signal,
}: CallbackCheckOptions): Promise<readonly Finding[]> => {
  const name = JSON.stringify(deviceType.name);
  const findings: Finding[] = [];
  try {
    const callbacks = await backend.callbacks(deviceType.id, { signal });
    findings.push(
      callbacks === null
        ? notLookedAt('callbacks', `The backend does not show those of ${name}.`)
        : judge(callbacks, name),
    );
    const undelivered = await backend.undeliveredCallbacks(
      deviceType.id,
      { since: now - lookBackDays * dayMs },
      { signal },
    );
    return undelivered === null || undelivered.entries.length === 0
      ? findings
      : [...findings, notDelivered(undelivered, name)];
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    return [
      ...findings,
      error.code === 'not in this api'
        ? notLookedAt('callbacks', sentenceOfError(error))
        : fromErrorAsWarning('callbacks', error),
    ];
  }
};

const judge = (callbacks: readonly Callback[], name: string): Finding => {
  if (callbacks.length === 0)
    return warning(
      'callbacks',
      'no callback',
      `The device type ${name} has none: what its units send is passed on to nobody.`,
    );
  const forMessages = callbacks.filter(mayCarryMessages);
  if (forMessages.length === 0)
    return warning(
      'callbacks',
      'no callback',
      `None of the ${callbacks.length} of the device type ${name} passes on what its units send.`,
    );
  const enabled = forMessages.filter(({ isEnabled }) => isEnabled !== false);
  if (enabled.length === 0)
    return warning(
      'callbacks',
      'no callback',
      `The device type ${name} has ${forMessages.length} for what its units send, and none is enabled.`,
    );
  const failed = enabled.filter(({ hasFailed }) => hasFailed === true);
  if (failed.length > 0)
    return warning(
      'callbacks',
      'callback failing',
      `Of the device type ${name} the last use of ${failed.length} of ${enabled.length} failed: ${targets(failed)}.`,
    );
  return inOrder('callbacks', `what units of ${name} send is passed on to ${targets(enabled)}`);
};

/** What units send comes by data callbacks, and with its place by an advanced one; one whose kind is not shown may be either. */
const mayCarryMessages = ({ kind, subtype }: Callback): boolean =>
  kind === null || kind === 'data' || subtype === 'data advanced';

const targets = (callbacks: readonly Callback[]): string =>
  [
    ...new Set(
      callbacks.map(
        ({ host, channel }) => host ?? (channel === 'email' ? 'an e-mail address' : 'an address that is not shown'),
      ),
    ),
  ].join(', ');

const notDelivered = ({ entries, isCut }: UndeliveredCallbacks, name: string): Finding => {
  const last = entries.reduce((latest, entry) => ((entry.at ?? 0) > (latest.at ?? 0) ? entry : latest));
  const when = last.at === null ? '' : ` on ${new Date(last.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const of = last.deviceId === null ? '' : ` of ${last.deviceId}`;
  const count = `${isCut ? 'at least ' : ''}${entries.length} ${entries.length === 1 ? 'message' : 'messages'}`;
  return warning(
    'undelivered',
    'callback failing',
    withFullStop(
      `In ${lookBackDays} days ${count} of units of ${name} did not get through; the last${of}${when}: ${last.words}`,
    ),
  );
};
