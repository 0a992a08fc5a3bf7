import type { DeviceId } from '../domain/device-id.ts';
import type { ErrorCode } from '../domain/error-table.ts';
import type { Pac } from '../domain/pac.ts';
import type { ProductCertificate } from '../domain/product-certificate.ts';
import type { Certification, Product } from '../domain/product.ts';

/** Everything a create call needs to know of one unit. */
export interface RegistrationRequest {
  readonly deviceId: DeviceId;
  readonly pac: Pac;
  /** At most 100 characters. */
  readonly name: string;
  readonly deviceTypeId: string;
  readonly certification: Certification;
}

/**
 * What a create call led to.
 * - `created`: the backend said so.
 * - `exists`: it has this ID already, ours or not (409): look it up.
 * - `refused`: it does not want this unit, and will not want it in a minute; nothing was created.
 * - `postponed`: nothing was created and nothing is wrong with the unit (not reached, throttled, credentials).
 * - `unknown`: the request may have been carried out; only a look-up tells.
 */
export type CreateResult =
  | { readonly kind: 'created' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly words: string }
  | { readonly kind: 'postponed'; readonly code: ErrorCode; readonly reason: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A device as the backend's list shows it. */
export interface RegisteredDevice {
  readonly deviceId: DeviceId;
  readonly name: string;
  /** Empty where the backend does not tell: no device type of ours. */
  readonly deviceTypeId: string;
  /** null: none, or the API user may not see it. */
  readonly certificate: ProductCertificate | null;
  readonly prototype: boolean;
}

export interface PreflightFinding {
  readonly code: ErrorCode;
  /** `block`: units would be refused; `warn`: worth knowing. */
  readonly severity: 'block' | 'warn';
  readonly message: string;
}

export interface Preflight {
  readonly deviceTypeName: string;
  /** Free tokens over all contracts of the device type; null = unlimited or unknown. */
  readonly tokensLeft: number | null;
  readonly findings: readonly PreflightFinding[];
}

/**
 * The Sigfox backend in our own types. Every call takes a signal and has a deadline of its own; none of them repeats a
 * request that changes something. Waiting for the rate budget happens inside and counts against the signal, not the deadline.
 */
export interface Backend {
  /**
   * Can units of this product be registered at all?
   * @throws PaclineError backend unreachable | bad credentials | no rights | unknown device type | backend throttled | backend fault
   */
  preflight(product: Product, options: { readonly signal: AbortSignal }): Promise<Preflight>;

  /** One unit, synchronously. Never throws but for an aborted signal before anything was sent; afterwards an abort is `unknown`. */
  create(request: RegistrationRequest, options: { readonly signal: AbortSignal }): Promise<CreateResult>;

  /**
   * The devices of these IDs that the API user can see, in any device type; an ID without an entry is not there for us.
   * @throws PaclineError as `preflight`
   */
  find(deviceIds: readonly DeviceId[], options: { readonly signal: AbortSignal }): Promise<ReadonlyMap<DeviceId, RegisteredDevice>>;

  /** Closes connections; pending calls settle. */
  close(): Promise<void>;
}
