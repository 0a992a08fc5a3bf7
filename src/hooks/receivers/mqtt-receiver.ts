import type { MqttClient } from 'mqtt';
import { unlessAborted } from '../../async/until-aborted.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { PublicEvent } from '../public-event.ts';
import type { Receiver } from './receiver.ts';

export interface MqttReceiverOptions {
  /** With the user in it, if the broker asks for one. */
  readonly url: URL;
  readonly topic: string;
  readonly password: string | null;
  /** Of the connection, and of each event from its sending to the broker's acknowledgement. */
  readonly timeoutMs: number;
}

/** One message an event with QoS 1: the broker has acknowledged it before it counts as taken. Connects when the first event comes. */
export class MqttReceiver implements Receiver {
  readonly #options: MqttReceiverOptions;
  #client: MqttClient | null = null;

  constructor(options: MqttReceiverOptions) {
    this.#options = options;
  }

  async deliver(event: PublicEvent, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { url, topic, timeoutMs } = this.#options;
    const deadline = AbortSignal.timeout(timeoutMs);
    const inTime = AbortSignal.any([signal, deadline]);
    try {
      inTime.throwIfAborted();
      const client = await this.#connected(inTime);
      await unlessLost(
        client,
        () => client.publishAsync(topicOf(topic, event), JSON.stringify(event), { qos: 1 }),
        inTime,
      );
    } catch (cause) {
      // What the client still holds comes again with the next try, not behind our back
      this.#drop();
      signal.throwIfAborted();
      const reason = deadline.aborted ? `no acknowledgement within ${timeoutMs} ms` : reasonOf(cause);
      throw new PaclineError('hook down', `The broker ${url.host} did not take event ${event.id}: ${reason}`, {
        context: { host: url.host, event: event.id },
      });
    }
  }

  /** Says good-bye to the broker; one that does not listen is left after the time limit. */
  async close(): Promise<void> {
    const client = this.#client;
    if (client?.connected === true)
      await unlessLost(client, () => client.endAsync(), AbortSignal.timeout(this.#options.timeoutMs)).catch(
        () => undefined,
      );
    this.#drop();
  }

  async #connected(signal: AbortSignal): Promise<MqttClient> {
    if (this.#client?.connected === true) return this.#client;
    this.#drop();
    // Here and not at the head: a station without such a hook loads none of it
    const { connect } = await import('mqtt');
    const { url, password, timeoutMs } = this.#options;
    const client = connect(`${url.protocol}//${url.host}`, {
      ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
      ...(password !== null && { password }),
      connectTimeout: timeoutMs,
      // Said out loud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it back
      rejectUnauthorized: true,
      // The delivery's own pauses say when to try again
      reconnectPeriod: 0,
    });
    this.#client = client;
    // Between two events nobody waits: a lost connection shows at the next one
    client.on('error', () => undefined);
    await unlessLost(
      client,
      () => new Promise<void>((resolve) => void client.once('connect', () => resolve())),
      signal,
    );
    return client;
  }

  #drop(): void {
    this.#client?.end(true);
    this.#client = null;
  }
}

/** Does the work, unless the connection is lost or the signal aborts first. */
const unlessLost = async (client: MqttClient, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> => {
  const lost = Promise.withResolvers<never>();
  const onClose = (): void => lost.reject(new Error('connection lost'));
  client.on('close', onClose).on('error', lost.reject);
  try {
    await unlessAborted(Promise.race([work(), lost.promise]), { signal });
  } finally {
    client.off('close', onClose).off('error', lost.reject);
  }
};

const knownFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host name not known',
  ECONNRESET: 'connection reset',
  // @source MQTT 3.1.1, table 3.1: return codes of CONNACK
  4: 'it does not accept user name and password',
  5: 'it does not let this user in',
};

/** By code only: texts of foreign errors may quote what was sent. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error) || !('code' in error)) return 'the connection was lost';
  return knownFailures[String(error.code)] ?? `fault ${String(error.code)}`;
};

/** @throws PaclineError bad settings: a topic that nothing can be published under. `whose`: for messages */
export const parseTopic = (template: string, { whose }: { readonly whose: string }): string => {
  if (template === '' || /[+#\0]/.test(template))
    throw new PaclineError(
      'bad settings',
      `The topic of ${whose} is empty or has a wildcard in it; give one as in pacline/{station}/{kind}`,
    );
  return template;
};

/** Blanks of a kind become hyphens; what a topic gives a meaning to is no part of a name. */
const level = (name: string): string => name.replaceAll(/[\s/+#\0]+/g, '-');

/** Where an event is published. Words in braces that are not known stay as they are. */
export const topicOf = (template: string, { station, kind }: Pick<PublicEvent, 'station' | 'kind'>): string =>
  template.replaceAll('{station}', () => level(station)).replaceAll('{kind}', () => level(kind));
