import type { HttpProxy } from './http-proxy.ts';

/** How the network of this place wants the backend to be reached. */
export interface NetworkAccess {
  /** null: directly. Never used to loopback addresses. */
  readonly proxy: HttpProxy | null;
  /** Certificates in PEM form, trusted besides those that this computer trusts anyway. */
  readonly authorities: readonly string[];
}

export const directAccess: NetworkAccess = { proxy: null, authorities: [] };
