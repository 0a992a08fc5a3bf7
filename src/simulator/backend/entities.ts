/** What the simulated world is made of. Times are milliseconds since the epoch; 0 as an end or a maximum means "none", as on the wire. */

/** `read`: may look, sees no PAC. `write`: may also register devices. @source the profiles Customer [R] and Device Manager [W] */
export type Rights = 'read' | 'write';

export interface ApiUser {
  /** The login: 24 hex digits. */
  readonly id: string;
  readonly password: string;
  readonly name: string;
  readonly rights: Rights;
  /** Sees and registers what belongs to this group; there are no sub-groups in this world. */
  readonly groupId: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly maxPrototypeAllowed: number;
  /** Includes prototypes that the seed does not list one by one. */
  readonly currentPrototypeCount: number;
}

export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly maxTokens: number;
  readonly tokensInUse: number;
  /** Expired or revoked. */
  readonly tokensUsed: number;
  readonly startTime: number;
  readonly activationEndTime: number;
  readonly communicationEndTime: number;
  readonly tokenDurationMonths: number;
}

export interface DeviceType {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  readonly contractIds: readonly string[];
}

/** An ID/PAC pair that the central registration authority issued. `spent`: it served a registration that is gone since. */
export interface Credential {
  readonly id: string;
  readonly pac: string;
  readonly spent?: boolean;
}

/** A registered device. What is null has never happened and is left out of answers. */
export interface Device {
  /** Upper-case hex without leading zeros. @source real answers */
  readonly id: string;
  readonly name: string;
  readonly deviceTypeId: string;
  readonly productCertificate: string | null;
  readonly prototype: boolean;
  /** The PAC of the next registration, not the one the modem reports. */
  readonly pac: string;
  readonly lat: number;
  readonly lng: number;
  readonly automaticRenewal: boolean;
  readonly activable: boolean;
  readonly creationTime: number;
  readonly createdBy: string | null;
  /** 0 OK, 2 off contract, 7 not activable. */
  readonly state: 0 | 2 | 7;
  readonly firstFrame: FirstFrame | null;
}

export interface FirstFrame {
  readonly at: number;
  /** null: no contract had a free token; the device is off contract. */
  readonly token: { readonly contractId: string; readonly end: number | null } | null;
}

/** What a create request asks for, after validation. */
export interface DeviceOrder {
  readonly id: string;
  readonly name: string;
  readonly pac: string;
  readonly deviceTypeId: string;
  readonly productCertificate: string | null;
  readonly prototype: boolean;
  readonly automaticRenewal: boolean;
  readonly activable: boolean;
  readonly lat: number;
  readonly lng: number;
}

export interface WorldSeed {
  readonly groups: readonly Group[];
  readonly apiUsers: readonly ApiUser[];
  readonly contracts: readonly Contract[];
  readonly deviceTypes: readonly DeviceType[];
  /** `any`: every key of the right form names a certificate. */
  readonly productCertificates: 'any' | readonly string[];
  /** `any`: every pair of the right form was issued. */
  readonly credentials: 'any' | readonly Credential[];
  /** Devices registered before the story begins; the group of the device type owns them. */
  readonly devices?: readonly RegisteredBefore[];
}

export type RegisteredBefore = Pick<Device, 'id' | 'pac' | 'name' | 'deviceTypeId' | 'productCertificate' | 'creationTime'>;
