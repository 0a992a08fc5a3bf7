import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JsonPoster } from '../json-poster.ts';
import type { PublicEvent } from '../public-event.ts';
import type { Receiver } from './receiver.ts';
import { eventHeader, signatureHeader, signBody } from '../signature.ts';

export interface WebhookOptions {
  readonly poster: JsonPoster;
  /** The key of the signature. */
  readonly secret: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** One signed POST an event; any status of 200 to 299 says that the event was taken. */
export class Webhook implements Receiver {
  readonly #poster: JsonPoster;
  readonly #secret: string;
  readonly #clock: Pick<Clock, 'now'>;

  constructor({ poster, secret, clock }: WebhookOptions) {
    this.#poster = poster;
    this.#secret = secret;
    this.#clock = clock;
  }

  async deliver(event: PublicEvent, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const body = JSON.stringify(event);
    const signature = signBody({ secret: this.#secret, body, now: this.#clock.now() });
    const id = headerText(event.id);
    const posted = await this.#poster.post(
      body,
      { [signatureHeader]: signature, [eventHeader]: id, 'idempotency-key': id },
      { signal },
    );
    if (posted.kind === 'answered' && posted.status >= 200 && posted.status < 300) return;
    const said = posted.kind === 'answered' ? `answered with status ${posted.status}` : posted.reason;
    throw new PaclineError('hook down', `${this.#poster.host} did not take event ${event.id}: ${said}`, {
      context: { host: this.#poster.host, event: event.id },
    });
  }

  async close(): Promise<void> {
    await this.#poster.close();
  }
}

/** A station may have a name that no header can carry. */
const headerText = (id: string): string => id.replaceAll(/[^\x20-\x7e]+/g, (letters) => encodeURIComponent(letters));
