/**
 * Everything the simulated backend does that no public source tells. Each rule is marked `invented:` and says what made it
 * plausible; nothing may rely on it, and the real backend may do otherwise. What is not in this file is documented.
 *
 * Rules without code of their own:
 * - invented: a query parameter that the documentation does not have is refused like an unknown body property. So are
 *   `operatorId` and `pageId`, which are documented: nothing here could answer them truthfully. `deep` has no effect, as there
 *   are no sub-groups; `authorizations` adds `actions` to groups only.
 * - invented: rate limits count over a sliding window; refused requests do not count; the following pages of a list count
 *   like any request (one version of the published limits exempts them).
 * - invented: what exists but belongs to another group is 403 when asked for by its id, and absent from lists.
 * - invented: rights are looked at before the body, the device type before the device, the device before the PAC.
 */
import { badRequest, forbidden, type Answer } from './answer.ts';
import type { Refusal } from './create-outcome.ts';
import { opaqueHex } from './opaque.ts';

/**
 * invented: status and words for every create that is refused on its merits. Only the possible statuses are published
 * (400, 401, 403, 409), and that a refused ID/PAC is some 4xx. An unknown device type cannot be 404, which is not among them.
 * The quota is 403 because the older API used it for what "some constraint" forbids.
 */
export const refusalAnswers: Readonly<Record<Refusal, Answer>> = {
  'unknown device type': badRequest([{ type: 'body', field: 'deviceTypeId', message: 'there is no such device type' }]),
  'unknown credentials': badRequest([{ type: 'body', field: 'id', message: 'this ID was never issued' }]),
  'wrong pac': badRequest([{ type: 'body', field: 'pac', message: 'the PAC does not belong to this ID' }]),
  'spent pac': badRequest([{ type: 'body', field: 'pac', message: 'the PAC has served its one registration' }]),
  'unknown certificate': badRequest([{ type: 'body', field: 'productCertificate.key', message: 'there is no such product certificate' }]),
  'certificate and prototype': badRequest([{ type: 'body', field: 'prototype', message: 'a prototype has no product certificate' }]),
  'neither certificate nor prototype': badRequest([{ type: 'body', field: 'productCertificate', message: 'needed unless the device is a prototype' }]),
  'prototype quota reached': forbidden('The group may not register more prototypes.'),
};

/** invented: words of a 429, and that no Retry-After comes with it; a body with `message` was seen, the header never. */
export const throttled: Answer = { status: 429, body: { message: 'Too many requests, try again later.' } };

/** invented: a body beyond the documented 10 MB. */
export const tooLarge: Answer = { status: 413, body: { message: 'The request body is too large.' } };

/** invented: how a new PAC follows from the one before. Published is only that registration makes a new one. */
export const nextPac = (pac: string): string => opaqueHex(`pac after ${pac.toUpperCase()}`, { digits: 16 });

/** invented: the internal id of a certificate; published is that it has one of 24 hex digits. */
export const certificateId = (key: string): string => opaqueHex(`certificate ${key}`, { digits: 24 }).toLowerCase();

/** invented: which of several contracts gives the token: the first one with a free slot, in the order of the device type. */
export const contractChoice = <T>(contracts: readonly T[], hasFreeToken: (contract: T) => boolean): T | null =>
  contracts.find(hasFreeToken) ?? null;
