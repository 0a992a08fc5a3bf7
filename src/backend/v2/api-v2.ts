import type { Clock } from '../../domain/clock.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import type { Product } from '../../domain/product.ts';
import type { Backend, CreateResult, Preflight, RegisteredDevice, RegistrationRequest } from '../backend.ts';
import { backendWords, hidePac } from '../backend-words.ts';
import type { HttpClient } from '../http-client.ts';
import { PacedHttp } from '../paced-http.ts';
import type { RateBudget } from '../rate-budget.ts';
import { toCreateResult } from './create-result.ts';
import { findDevices } from './device-finder.ts';
import { runPreflight } from './preflight.ts';
import { Reader } from './reader.ts';
import { createDevice } from './requests.ts';

export interface ApiV2Options {
  /** Closed together with the backend. */
  readonly http: HttpClient;
  /** May be shared with whoever else calls the same backend. */
  readonly budget: RateBudget;
  readonly clock: Clock;
}

/** The Sigfox API, version 2. */
export class ApiV2 implements Backend {
  readonly #paced: PacedHttp;
  readonly #reader: Reader;
  readonly #clock: Clock;

  constructor(options: ApiV2Options) {
    this.#paced = new PacedHttp(options);
    this.#reader = new Reader(this.#paced);
    this.#clock = options.clock;
  }

  async preflight(product: Product, { signal }: { readonly signal: AbortSignal }): Promise<Preflight> {
    return runPreflight(this.#reader, product, { signal, now: this.#clock.now() });
  }

  async create(request: RegistrationRequest, { signal }: { readonly signal: AbortSignal }): Promise<CreateResult> {
    const result = await this.#paced.ask('other', createDevice(request), { signal });
    const hide = (text: string): string => hidePac(request.pac)(this.#paced.http.credentials.hide(text));
    const words = result.kind === 'answered' ? backendWords(result.body, { hide }) : '';
    return toCreateResult(result, { deviceId: request.deviceId, words });
  }

  async find(deviceIds: readonly DeviceId[], { signal }: { readonly signal: AbortSignal }): Promise<ReadonlyMap<DeviceId, RegisteredDevice>> {
    return findDevices(this.#reader, deviceIds, { signal });
  }

  async close(): Promise<void> {
    await this.#paced.close();
  }
}
