import { inspect } from 'node:util';
import { expect } from 'vitest';
import { BaseUrl } from '../../src/backend/http/base-url.ts';
import type { ApiOptions } from '../../src/backend/shared/api-options.ts';
import type { Backend, BatchUnit, RegistrationRequest } from '../../src/backend/backend.ts';
import { Credentials } from '../../src/backend/http/credentials.ts';
import { HttpClient } from '../../src/backend/http/http-client.ts';
import { RateBudget, type RateLimits } from '../../src/backend/limits/rate-budget.ts';
import { ApiV1 } from '../../src/backend/v1/api-v1.ts';
import { ApiV2 } from '../../src/backend/v2/api-v2.ts';
import { DeviceId } from '../../src/domain/device-id.ts';
import { Pac } from '../../src/domain/pac.ts';
import type { Parsed } from '../../src/domain/parsed.ts';
import { ProductCertificate } from '../../src/domain/product-certificate.ts';
import type { Certification, Product } from '../../src/domain/product.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

export const login = '5fa1b2c3d4e5f60718293a4b';
export const password = 'Hunter-2-and-then-some-more-0815';
export const token = Buffer.from(`${login}:${password}`).toString('base64');
export const pacDigits = '7C1E5A90B3D2F468';
export const deviceTypeId = '6012aa34bb56cc78dd90ee12';

export const valueOf = <T>(parsed: Parsed<T>): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

export const id = (text: string): DeviceId => valueOf(DeviceId.parse(text));

const certificate: Certification = {
  kind: 'certificate',
  certificate: valueOf(ProductCertificate.parse('P_00A1_BEEF_01')),
};

export const product: Product = { name: 'Tank sensor', deviceTypeId, certification: certificate, namePrefix: 'tank-' };

export const request: RegistrationRequest = {
  deviceId: id('00A10001'),
  pac: valueOf(Pac.parse(pacDigits)),
  name: 'tank-00A10001',
  deviceTypeId,
  certification: certificate,
};

/** A second unit for the same batch. */
export const otherUnit: BatchUnit = {
  deviceId: id('00A10002'),
  pac: valueOf(Pac.parse('0D15EA5EC0FFEE42')),
  name: 'tank-00A10002',
};

export const waiting = (): AbortSignal => new AbortController().signal;

export interface BenchOptions {
  readonly deadlineMs?: number;
  readonly maxAnswerBytes?: number;
  readonly limits?: RateLimits;
}

export const createHttp = (base: string, options: BenchOptions = {}): HttpClient =>
  new HttpClient({ baseUrl: BaseUrl.parse(base), credentials: new Credentials({ login, password }), ...options });

const open = (Api: new (options: ApiOptions) => Backend, base: string, options: BenchOptions) => {
  const clock = new VirtualClock();
  const http = createHttp(base, options);
  const budget = new RateBudget({ clock, ...(options.limits === undefined ? {} : { limits: options.limits }) });
  const api = new Api({ http, budget, clock });
  return { api, clock, [Symbol.asyncDispose]: () => api.close() };
};

export const openApi = (base: string, options: BenchOptions = {}) => open(ApiV2, base, options);

/** API v1 of the same server: its base is /api, without a version. */
export const openApiV1 = ({ host }: { readonly host: string }, options: BenchOptions = {}) =>
  open(ApiV1, `http://${host}/api`, options);

/** The error that a promise rejects with; a promise that resolves fails the test. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (error) {
    return error;
  }
  return expect.fail(`resolved to ${inspect(resolved)}`);
};

/** Fails if the value shows a password or PAC by any way in which values get printed. */
export const expectNoSecrets = (value: unknown): void => {
  const shown = [
    inspect(value, { depth: Infinity, showHidden: true }),
    JSON.stringify(value),
    String(value),
    value instanceof Error ? `${value.stack}` : '',
  ]
    .join('\n')
    .toUpperCase();
  for (const secret of [password, token, pacDigits])
    expect(shown.includes(secret.toUpperCase()), 'a secret is shown').toBe(false);
};
