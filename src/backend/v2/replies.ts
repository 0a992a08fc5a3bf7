import { z } from 'zod';
import { DeviceId } from '../../domain/device-id.ts';

/*
 * Answers as the documentation describes them, and no stricter: fields are added unannounced, properties without a value
 * are left out, and fields vanish with the API user's rights. Required is only what an answer is worthless without.
 */

const reference = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });

export const createdReply = z.looseObject({ id: z.string() });

const device = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  deviceType: reference.nullish(),
  productCertificate: z.looseObject({ key: z.string().nullish(), name: z.string().nullish() }).nullish(),
  prototype: z.boolean().nullish(),
  pac: z.string().nullish(),
  state: z.number().nullish(),
  comState: z.number().nullish(),
  token: z.looseObject({ state: z.number().nullish() }).nullish(),
  lastCom: z.number().nullish(),
  activationTime: z.number().nullish(),
  creationTime: z.number().nullish(),
});

export type DeviceReply = z.infer<typeof device>;

const paging = z.looseObject({ next: z.string().nullish() }).nullish();

export const deviceListReply = z.looseObject({ data: z.array(device), paging });

export const deviceTypeReply = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  group: reference.nullish(),
  contract: reference.nullish(),
  contracts: z.array(reference).nullish(),
  projectId: z.string().nullish(),
});

export type DeviceTypeReply = z.infer<typeof deviceTypeReply>;

export const deviceTypeListReply = z.looseObject({ data: z.array(deviceTypeReply), paging });

const callback = z.looseObject({
  id: z.string().nullish(),
  channel: z.string().nullish(),
  callbackType: z.number().nullish(),
  callbackSubtype: z.number().nullish(),
  enabled: z.boolean().nullish(),
  dead: z.boolean().nullish(),
  url: z.string().nullish(),
});

export type CallbackReply = z.infer<typeof callback>;

export const callbacksReply = z.looseObject({ data: z.array(callback) });

export const undeliveredReply = z.looseObject({
  data: z.array(
    z.looseObject({
      deviceId: z.string().nullish(),
      time: z.number().nullish(),
      status: z.string().nullish(),
      message: z.string().nullish(),
    }),
  ),
  paging,
});

export const contractReply = z.looseObject({
  name: z.string().nullish(),
  /** 0 = unlimited. */
  maxTokens: z.number().nullish(),
  tokensInUse: z.number().nullish(),
  /** Expired or revoked. */
  tokensUsed: z.number().nullish(),
  /** Milliseconds since the epoch; 0 = no end. */
  activationEndTime: z.number().nullish(),
});

export const groupReply = z.looseObject({
  maxPrototypeAllowed: z.number().nullish(),
  currentPrototypeCount: z.number().nullish(),
});

/** What starts a job. Create and transfer also tell a total, actions do not. */
export const jobReply = z.looseObject({ jobId: z.string().min(1), total: z.number().nullish() });

/** `type`: 0 this unit, 1 the system. */
const jobErrors = z
  .array(z.looseObject({ entity: z.string().nullish(), message: z.string().nullish(), type: z.number().nullish() }))
  .nullish();

export type JobErrors = z.infer<typeof jobErrors>;

const bulkStatus = z.looseObject({ errors: jobErrors, success: z.number().nullish() }).nullish();

export const jobStatusReply = z.looseObject({ jobDone: z.boolean(), total: z.number().nullish(), status: bulkStatus });

export const replaceReply = z.looseObject({
  total: z.number().nullish(),
  status: z.looseObject({ errors: jobErrors, success: z.number() }),
});

/** The jobs of actions keep their total and their counts elsewhere than those of create, edit and transfer. */
export const actionStatusReply = z.looseObject({
  jobDone: z.boolean(),
  status: z.looseObject({ total: z.number().nullish(), nbSuccess: z.number().nullish(), errors: jobErrors }).nullish(),
});

const radioZone = z.looseObject({ id: z.number() });

export const certificateReply = z.looseObject({
  name: z.string().nullish(),
  key: z.string().nullish(),
  /** 0 ongoing, 1 finalized. */
  status: z.number().nullish(),
  /** Of a unit that is known to the registration authority only. */
  standardCfgs: z.array(radioZone).nullish(),
  /** Of a registered unit. */
  radioConfigurations: z.array(radioZone).nullish(),
});

/** The same device, whatever case and zero padding the backend writes its ID in. */
export const isDevice = (text: string, deviceId: DeviceId): boolean => {
  const parsed = DeviceId.parse(text);
  return parsed.ok && parsed.value === deviceId;
};
