import type { DeviceId } from '../domain/device-id.ts';
import type { ProductCertificate } from '../domain/product-certificate.ts';

export type DeviceState =
  | 'ok'
  | 'dead'
  | 'off contract'
  | 'disabled'
  | 'warn'
  | 'deleted'
  | 'suspended'
  | 'not activable';
export type ComState = 'no' | 'ok' | 'warn' | 'ko' | 'not applicable' | 'not seen';
/** `not consumed`: the healthy state of a unit that has not spoken yet. `not ok` (API v1): off contract or invalid. */
export type TokenState = 'ok' | 'off contract' | 'not consumed' | 'invalid' | 'not ok';

export interface DeviceFilter {
  readonly deviceTypeId?: string;
  /** API v2 only. */
  readonly groupId?: string;
  /** Both ends belong to the range. */
  readonly minId?: DeviceId;
  readonly maxId?: DeviceId;
}

export interface DeviceType {
  readonly id: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly contractIds: readonly string[];
  /** A device type of a project has its contracts by it, and may show none of its own; null: of no project, or not shown. */
  readonly projectId: string | null;
}

/** Where the backend passes messages on to. */
export interface Callback {
  readonly id: string;
  readonly channel: 'url' | 'batch url' | 'email' | null;
  /** `data`: what units send. */
  readonly kind: 'data' | 'service' | 'error' | null;
  readonly subtype:
    | 'status'
    | 'geolocation'
    | 'uplink'
    | 'bidirectional'
    | 'acknowledge'
    | 'repeater'
    | 'data advanced'
    | null;
  /** null: not shown. */
  readonly isEnabled: boolean | null;
  /** The last use of it failed; null: not shown. */
  readonly hasFailed: boolean | null;
  /** Of the address, whose path and query may hold secrets; null: an e-mail, or not shown. */
  readonly host: string | null;
}

export interface UndeliveredCallback {
  readonly deviceId: DeviceId | null;
  /** Milliseconds since the epoch; null: not shown. */
  readonly at: number | null;
  /** What came back from the receiver, in the backend's words. */
  readonly words: string;
}

export interface UndeliveredCallbacks {
  readonly entries: readonly UndeliveredCallback[];
  /** There are more than these. */
  readonly isCut: boolean;
}

/** A contract as far as it could be read; an absent figure is null. Times in ms since the epoch. */
export interface Contract {
  readonly name: string;
  /** 0 = unlimited. */
  readonly maxTokens: number | null;
  readonly tokensInUse: number | null;
  /** Expired or revoked. */
  readonly tokensUsed: number | null;
  /** 0 or null = no end. */
  readonly activationEndTime: number | null;
}

export interface PrototypeQuota {
  readonly allowed: number;
  readonly used: number;
}

/** A product certificate as the backend describes it. */
export interface CertificateStatus {
  readonly certificate: ProductCertificate | null;
  readonly name: string;
  /** null: the backend does not tell. */
  readonly finalized: boolean | null;
  /** Radio zones it was made for, as `RC1`. */
  readonly zones: readonly string[];
}

/** `not confirmed` is not "bad": the backend does not document what it answers to a wrong PAC, or of a bare modem. */
export type PairCheck =
  | ({ readonly kind: 'known' } & CertificateStatus)
  | { readonly kind: 'not confirmed'; readonly words: string };
