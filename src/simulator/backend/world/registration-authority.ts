import type { Refusal } from './refusal.ts';
import { deviceNumber, type DeviceOrder, type Group, type WorldSeed } from './entities.ts';

interface IssuedCredential {
  readonly pac: string;
  readonly spent: boolean;
  readonly productCertificate: string | null;
}

/** What a device is registered as: with the certificate of an end product, or as a prototype. */
export interface CertificationFields {
  readonly productCertificate: string | null;
  readonly prototype: boolean;
}

const productCertificateShape = /^P_[0-9A-F]{4}_[0-9A-F]{4}_[0-9A-F]{2}$/;

/** What certificates there are, which ID/PAC pairs were issued, and how many prototypes a group may have. */
export class RegistrationAuthority {
  readonly #groups: Map<string, Group>;
  readonly #certificates: ReadonlySet<string> | 'any';
  readonly #credentials: ReadonlyMap<number, IssuedCredential> | 'any';
  /** Of devices that were registered once and are gone: only their last PAC registers them again. */
  readonly #lastPacs = new Map<number, string>();

  constructor({
    groups,
    productCertificates,
    credentials,
  }: Pick<WorldSeed, 'groups' | 'productCertificates' | 'credentials'>) {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
    this.#certificates = productCertificates === 'any' ? 'any' : new Set(productCertificates);
    this.#credentials =
      credentials === 'any'
        ? 'any'
        : new Map(
            credentials.map(({ id, pac, spent = false, productCertificate = null }) => [
              deviceNumber(id),
              { pac: pac.toUpperCase(), spent, productCertificate },
            ]),
          );
  }

  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** Exactly one of certificate and prototype, and a certificate that exists. */
  certificationRefusal({ productCertificate, prototype }: CertificationFields): Refusal | null {
    if (productCertificate === null) return prototype ? null : 'neither certificate nor prototype';
    if (prototype) return 'certificate and prototype';
    const known =
      this.#certificates === 'any'
        ? productCertificateShape.test(productCertificate)
        : this.#certificates.has(productCertificate);
    return known ? null : 'unknown certificate';
  }

  quotaRefusal(groupId: string): Refusal | null {
    const group = this.#groups.get(groupId);
    return group !== undefined && group.currentPrototypeCount >= group.maxPrototypeAllowed
      ? 'prototype quota reached'
      : null;
  }

  /** `by`: 1 for a prototype more, -1 for one less. */
  countPrototypes(groupId: string, by: 1 | -1): void {
    const group = this.#groups.get(groupId);
    if (group !== undefined)
      this.#groups.set(groupId, { ...group, currentPrototypeCount: group.currentPrototypeCount + by });
  }

  /** Of a device that is not registered. */
  credentialRefusal({ id, pac }: Pick<DeviceOrder, 'id' | 'pac'>): Refusal | null {
    if (pac === null) return 'pac missing';
    const lastPac = this.#lastPacs.get(deviceNumber(id));
    if (lastPac !== undefined) return lastPac === pac.toUpperCase() ? null : 'spent pac';
    if (this.#credentials === 'any') return null;
    const issued = this.#credentials.get(deviceNumber(id));
    if (issued === undefined) return 'unknown credentials';
    if (issued.pac !== pac.toUpperCase()) return 'wrong pac';
    return issued.spent ? 'spent pac' : null;
  }

  /** The product certificate that was issued together with this pair; null: no such pair, or a modem's only. */
  certificateOfPair(id: string, pac: string): string | null {
    if (this.#credentials === 'any') return null;
    const issued = this.#credentials.get(deviceNumber(id));
    return issued?.pac === pac.toUpperCase() ? issued.productCertificate : null;
  }

  /** The device is registered no longer. */
  forget({ id, pac }: { readonly id: string; readonly pac: string }): void {
    this.#lastPacs.set(deviceNumber(id), pac);
  }
}
