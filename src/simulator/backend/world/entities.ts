/** What the simulated world is made of. Times are milliseconds since the epoch; 0 as an end or a maximum means "none", as on the wire. */

/** `read`: may look, sees no PAC. `write`: may also register and change devices. @source the profiles Customer [R] and Device Manager [W] */
type Rights = 'read' | 'write';

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

export interface ContractEntity {
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
  /** The project that it belongs to, if any. @source newest official API description */
  readonly projectId?: string;
}

export interface DeviceTypeEntity {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  /** None where it was made with a project. */
  readonly contractIds: readonly string[];
  /** @source newest official API description, in which a device type is made without a contract */
  readonly projectId?: string;
  readonly callbacks?: readonly CallbackEntity[];
  readonly undelivered?: readonly UndeliveredMessage[];
}

/** Where the messages of a device type go on to. @source official API description */
export interface CallbackEntity {
  readonly id: string;
  readonly channel: 'URL' | 'BATCH_URL' | 'EMAIL';
  /** 0 data, 1 service, 2 error. */
  readonly type: 0 | 1 | 2;
  /** 0 status, 1 geolocation, 2 uplink, 3 both ways, 4 acknowledge, 5 repeater, 6 advanced data; an error callback has none. */
  readonly subtype?: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  readonly isEnabled: boolean;
  /** Its last use failed. */
  readonly isDead: boolean;
  /** A URL, or for EMAIL the address. */
  readonly target: string;
}

/** A message that a callback should have carried on. */
export interface UndeliveredMessage {
  readonly callbackId: string;
  readonly deviceId: string;
  readonly at: number;
  /** The payload in hex. */
  readonly payload: string;
  /** What the receiver answered, and what is to be said of it. */
  readonly status: string;
  readonly message: string;
}

/** An ID/PAC pair that the central registration authority issued. `spent`: it served a registration that is gone since. */
interface Credential {
  readonly id: string;
  readonly pac: string;
  readonly spent?: boolean;
  /** What the authority knows the unit to be certified as; left out: it knows of a modem only. */
  readonly productCertificate?: string;
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
  readonly lastEdition: { readonly at: number; readonly by: string } | null;
  /** 0 OK, 2 off contract, 6 suspended, 7 not activable. */
  readonly state: 0 | 2 | 6 | 7;
  readonly token: Token | null;
  readonly unsubscriptionTime: number | null;
  /** null: it has never spoken. */
  readonly radio: Radio | null;
}

/** The place in a contract that a device took with a frame. */
export interface Token {
  readonly contractId: string;
  readonly since: number;
  /** null: none. */
  readonly end: number | null;
}

export interface Radio {
  readonly lastCom: number;
  readonly sequenceNumber: number;
  /** Of the last frame that was thrown away because its number did not follow. */
  readonly trashSequenceNumber: number | null;
  /** The next frame is taken whatever its number. */
  readonly disengaged: boolean;
}

export interface Message {
  readonly at: number;
  /** The payload in hex. */
  readonly payload: string;
  readonly sequenceNumber: number;
}

/** What a create request asks for, after validation. */
export interface DeviceOrder {
  readonly id: string;
  readonly name: string;
  /** null: the request has none. */
  readonly pac: string | null;
  readonly deviceTypeId: string;
  readonly productCertificate: string | null;
  readonly prototype: boolean;
  readonly automaticRenewal: boolean;
  readonly activable: boolean;
  readonly lat: number;
  readonly lng: number;
}

/** What an edit asks for; what is undefined stays as it is. */
export interface DeviceEdition {
  readonly name?: string | undefined;
  readonly productCertificate?: string | null | undefined;
  readonly prototype?: boolean | undefined;
  readonly lat?: number | undefined;
  readonly lng?: number | undefined;
  readonly automaticRenewal?: boolean | undefined;
  readonly activable?: boolean | undefined;
}

export interface WorldSeed {
  readonly groups: readonly Group[];
  readonly apiUsers: readonly ApiUser[];
  readonly contracts: readonly ContractEntity[];
  readonly deviceTypes: readonly DeviceTypeEntity[];
  /** `any`: every key of the right form names a certificate. */
  readonly productCertificates: 'any' | readonly string[];
  /** `any`: every pair of the right form was issued, for modems of which no end product is known. */
  readonly credentials: 'any' | readonly Credential[];
  /** The certificate of the modem in every unit; null or left out: the authority does not know. */
  readonly modemCertificate?: string | null;
  /** Devices registered before the story begins; the group of the device type owns them. */
  readonly devices?: readonly RegisteredBefore[];
}

type RegisteredBefore = Pick<Device, 'id' | 'pac' | 'name' | 'deviceTypeId' | 'productCertificate' | 'creationTime'>;

/** A device ID as the backend prints it: upper case, without leading zeros. @source real answers such as 4D54A6 */
export const wireId = (hex: string): string => deviceNumber(hex).toString(16).toUpperCase();

/** The number that an ID means; IDs of any width and case are equal when their numbers are. */
export const deviceNumber = (hex: string): number => Number.parseInt(hex, 16);
