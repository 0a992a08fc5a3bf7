import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { readPages, type ListPage } from '../shared/pages.ts';
import type { Reader } from '../shared/reader.ts';
import { deviceListReply, type DeviceReply } from './replies.ts';
import { deviceListPath, type DeviceQuery } from './requests.ts';

interface PagesOptions {
  /** A longer way is a fault. */
  readonly mostPages: number;
  readonly signal: AbortSignal;
}

/**
 * Pages of GET /devices/. The description of the API lists the values of `fields` one by one, and integrators send several:
 * where they are refused, the list is asked for without, once and for all, and certificates are not shown.
 */
export class DevicePages {
  readonly reader: Reader;
  #areFieldsRefused = false;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  async *read(query: DeviceQuery, options: PagesOptions): AsyncGenerator<ListPage<DeviceReply>, void, undefined> {
    if (!this.#areFieldsRefused) {
      let hasBegun = false;
      try {
        for await (const page of this.#pages(query, { ...options, withFields: true })) {
          hasBegun = true;
          yield page;
        }
        return;
      } catch (error) {
        if (hasBegun || !PaclineError.is(error) || error.context['status'] !== 400) throw error;
      }
    }
    for await (const page of this.#pages(query, { ...options, withFields: false })) {
      // Only now is it known that the fields were at fault, and not the rest
      this.#areFieldsRefused = true;
      yield page;
    }
  }

  #pages(query: DeviceQuery, { withFields, ...options }: PagesOptions & { readonly withFields: boolean }) {
    return readPages(this.reader, {
      kind: 'device list',
      path: deviceListPath(query, { withFields }),
      reply: deviceListReply,
      ...options,
    });
  }
}
