/**
 * Everything the simulated backend does that no public source tells. Each rule is marked `invented:` and says what made it
 * plausible; nothing may rely on it, and the real backend may do otherwise. What is not in this file is documented.
 *
 * Rules without code of their own:
 * - invented: a query parameter that the documentation does not have is refused like an unknown body property. So are
 *   parameters that are documented, but that nothing here could answer truthfully: `operatorId`, `pageId` of lists with an
 *   offset, `orderIds`, `contractIds`, `pricingModel`, `geolocationMode`, and `snr` of v1. `deep` and `up` have no effect, as
 *   there are no sub-groups; `authorizations` adds `actions` to groups only.
 * - invented: rate limits count over a sliding window, for each method and path of its own; refused requests do not count; the
 *   following pages of a list count like any request (one version of the published limits exempts them). v1 has but the limit
 *   of an address.
 * - invented: what exists but belongs to another group is 403 when asked for by its id, and absent from lists.
 * - invented: rights are looked at before the body, the device type before the device, the device before the PAC. A user with
 *   read rights may send nothing but GET.
 * - invented: a bulk request without a single unit is 400. So is one with a malformed ID or PAC, whole; what only the registry
 *   knows (spent PAC, known ID, quota) is an error of the unit in the job.
 * - invented: the units of a job are done one after the other, at an even pace. Any number of jobs run at the same time, and
 *   bulk never answers 409. A job stays readable for ever, unless a fault on demand forgets it. A unit that stands twice in a job is refused the second time.
 * - invented: how late lists and look-ups show a change, and that all changes of a device are late by the same time. What is
 *   published is neither that they are late nor that they are not. A change holds from the first moment: a create of a device
 *   that does not show yet is refused as one of any existing device, an edit reaches it, and messages, tokens and counts of
 *   prototypes are up to date. Its messages are 404 as long as it does not show.
 * - invented: what a backend that hides things does besides leaving out the fields: the product certificate of a registered
 *   device is 403 where certificates are hidden, and so is the list of ID/PAC pairs of v1 where PACs are. A backend that
 *   compares IDs as text puts lists by ID into the order of texts; v1, which has no filter, then knows a device by its ID as
 *   printed only.
 * - invented: undelivered messages come latest first.
 * - invented: what v2 started can be read through v1 and the other way round, where the job is of a kind that both know.
 * - invented: through v2 nothing is taken over from another group. Through v1 it is, with the current PAC; then its token and
 *   its history are lost, which is published for a registration in another group.
 * - invented: a frame of a device that is off contract or suspended leaves no message.
 * - invented: a suspended device holds its token; suspending needs one. Restarting is for devices that are off contract. A
 *   replaced device is off contract, and so is one whose unsubscription falls due.
 * - invented: a contract's devices are those that hold a token of it; the `pageId` of that list is the ID of the page's first
 *   device, and the list is in the order of IDs.
 * - invented: the product certificate of an ID and PAC is 404 for an ID that was never issued, for a wrong PAC, for a modem
 *   without a product, and for a registered device: nobody can try out PACs there.
 * - invented: a v1 edit takes an object whole or not at all, names the first field that is wrong, and counts objects from 0. A
 *   product certificate makes a prototype a product. The list of a v1 device type goes on beyond the published offset of 5,000.
 * - invented: a v1 create without a certificate makes prototypes, as the portal does. A device that is the group's already is
 *   no failed transfer but an error in the job.
 */
import { hash } from 'node:crypto';
import { badRequest, type ApiAnswer, type FieldError } from './http/answer.ts';
import { deviceNumber, type ContractEntity, type DeviceTypeEntity } from './world/entities.ts';
import type { Refusal } from './world/refusal.ts';

/**
 * Scrambled bits as upper-case hex: the same text always gives the same digits and tells nothing by looking at it.
 * Serves for internal ids and for new PACs, so that a run can be repeated digit for digit; it protects nothing.
 */
const opaqueHex = (text: string, { digits }: { readonly digits: 16 | 24 }): string =>
  hash('sha256', text).slice(0, digits).toUpperCase();

interface RefusalRule {
  readonly status: 400 | 403 | 404 | 409;
  /** The property that a 400 names, and that the log of a v1 edit does. */
  readonly field: string;
  readonly words: string;
}

/**
 * invented: status and words of every refusal on merits. For a create only the possible statuses are published (400, 401,
 * 403, 409), and that a refused ID/PAC is some 4xx; an unknown device type cannot be 404, which is not among them. The quota
 * is 403 because the older API used it for what "some constraint" forbids, and tokens in the way are for the same reason.
 */
const refusals: Readonly<Record<Refusal, RefusalRule>> = {
  'unknown device type': { status: 400, field: 'deviceTypeId', words: 'there is no such device type' },
  'foreign device type': { status: 403, field: 'deviceTypeId', words: 'the device type belongs to another group' },
  exists: { status: 409, field: 'id', words: 'the device is registered already' },
  'owned elsewhere': { status: 409, field: 'id', words: 'the device is registered by another group' },
  'unknown credentials': { status: 400, field: 'id', words: 'this ID was never issued' },
  'pac missing': { status: 400, field: 'pac', words: 'a first registration needs the PAC' },
  'wrong pac': { status: 400, field: 'pac', words: 'the PAC does not belong to this ID' },
  'spent pac': { status: 400, field: 'pac', words: 'the PAC has served its one registration' },
  'name too long': { status: 400, field: 'name', words: 'a name has at most 100 characters' },
  'unknown certificate': {
    status: 400,
    field: 'productCertificate.key',
    words: 'there is no such product certificate',
  },
  'certificate and prototype': { status: 400, field: 'prototype', words: 'a prototype has no product certificate' },
  'neither certificate nor prototype': {
    status: 400,
    field: 'productCertificate',
    words: 'needed unless the device is a prototype',
  },
  'prototype quota reached': { status: 403, field: 'prototype', words: 'the group may not register more prototypes' },
  'unknown device': { status: 404, field: 'id', words: 'there is no such device' },
  'foreign device': { status: 403, field: 'id', words: 'the device belongs to another group' },
  'no token': { status: 403, field: 'id', words: 'the device holds no token' },
  'token held': { status: 403, field: 'id', words: 'the device holds a token' },
  'has spoken': { status: 403, field: 'id', words: 'the device has messages' },
  'not off contract': { status: 403, field: 'id', words: 'only a device that is off contract can be restarted' },
  'not suspended': { status: 403, field: 'id', words: 'the device is not suspended' },
  'already suspended': { status: 403, field: 'id', words: 'the device is suspended already' },
};

export const refusalWords = (refusal: Refusal): string => refusals[refusal].words;

/** The property that is at fault, without what it holds. */
export const refusalField = (refusal: Refusal): string => refusals[refusal].field.replace(/\..*/, '');

export const refusalAnswer = (refusal: Refusal): ApiAnswer => {
  const { status, field, words } = refusals[refusal];
  if (status === 400) return badRequest([{ type: 'body', field, message: words }]);
  return { status, body: { message: `${words.charAt(0).toUpperCase()}${words.slice(1)}.` } };
};

/** invented: words of a unit that a fault on demand refuses, and of a job that one breaks off. */
export const refusedOnDemand = 'refused by a fault on demand';
export const brokenOff = 'the job broke off';

/** invented: the words around those of an error in a v1 job; published is that one text names error and unit. */
export const v1JobError = ({ message, entity }: { readonly message: string; readonly entity?: string }): string =>
  entity === undefined ? message : `${message} (entity ${entity})`;

/** invented: the operator of every v1 job. */
export const operatorId = opaqueHex('operator', { digits: 24 }).toLowerCase();

/**
 * invented: what becomes of statuses that v1 does not have (published are 200, 400, 401, 403, 404 and 500). 403 is where it
 * publishes "some constraint" as a reason.
 */
export const statusOfV1: ReadonlyMap<number, number> = new Map([
  [405, 404],
  [409, 403],
  [412, 400],
  [413, 400],
  [429, 403],
]);

/** invented: words of a 429, and that no Retry-After comes with it; a body with `message` was seen, the header never. */
export const throttled: ApiAnswer = { status: 429, body: { message: 'Too many requests, try again later.' } };

/** invented: a body beyond the documented 10 MB. */
export const tooLarge: ApiAnswer = { status: 413, body: { message: 'The request body is too large.' } };

/** invented: how a new PAC follows from the one before. Published is only that registration makes a new one. */
export const nextPac = (pac: string): string => opaqueHex(`pac after ${pac.toUpperCase()}`, { digits: 16 });

/** invented: the internal id of a certificate; published is that it has one of 24 hex digits. */
export const certificateId = (key: string): string => opaqueHex(`certificate ${key}`, { digits: 24 }).toLowerCase();

/** invented: the internal id of a manufacturer, and in the answers the name, the radio figures and the region of every certificate. */
export const manufacturerId = (code: string): string => opaqueHex(`manufacturer ${code}`, { digits: 24 }).toLowerCase();

/** invented: that `fields` may be refused altogether, and the words for it. */
export const fieldsRefused: FieldError = { type: 'query', field: 'fields', message: 'this parameter is not allowed' };

/** invented: the unit that a job names though it was not given it: any ID that is not among those. */
export const strangerAmong = (ids: readonly string[]): string => {
  const given = new Set(ids.map(deviceNumber));
  let stranger = 0x00a1_ff00;
  while (given.has(stranger)) stranger += 1;
  return stranger.toString(16);
};

/** invented: a project gives tokens by its contracts. Published is only that contracts and device types name a project. */
export const contractsOfType = (
  { contractIds, projectId }: DeviceTypeEntity,
  contracts: readonly ContractEntity[],
): readonly string[] =>
  projectId === undefined
    ? contractIds
    : [...contractIds, ...contracts.filter((contract) => contract.projectId === projectId).map(({ id }) => id)];

/** invented: which ids jobs get; published is that they have 24 hex digits. */
export const jobId = (ordinal: number): string => opaqueHex(`job ${ordinal}`, { digits: 24 }).toLowerCase();

/** invented: which of several contracts gives the token: the first one with a free slot, in the order of the device type. */
export const contractChoice = <T>(contracts: readonly T[], hasFreeToken: (contract: T) => boolean): T | null =>
  contracts.find(hasFreeToken) ?? null;

/** invented: a device's name where a bulk create gives none: prefix and ID, as v1 names them; its own name stands as it is. */
export const bulkName = ({
  name,
  prefix,
  id,
}: {
  readonly name: string | undefined;
  readonly prefix: string;
  readonly id: string;
}): string => name ?? `${prefix}${id}`;

/** invented: which sequence numbers follow on one another: the half of the circle ahead. Published is that one too far off is thrown away. */
export const follows = (
  sequenceNumber: number,
  { after, modulo }: { readonly after: number; readonly modulo: number },
): boolean => {
  const ahead = (sequenceNumber - after + modulo) % modulo;
  return ahead > 0 && ahead < modulo / 2;
};

/** invented: a window of messages that ends before it begins is the precondition that fails. Published is the status alone. */
export const emptyWindow: ApiAnswer = { status: 412 };
