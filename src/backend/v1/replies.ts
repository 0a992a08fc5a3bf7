import { z } from 'zod';

/* Answers as they are documented, and no stricter: properties without a value are left out, also for lack of rights. */

export const createReply = z.looseObject({
  total: z.number().nullish(),
  /** Only if a job was made. */
  jobId: z.string().nullish(),
  /** Units whose PAC is invalid, or which their owner does not give away. */
  transferFailed: z.array(z.string()).nullish(),
});

export const jobStatusReply = z.looseObject({
  jobDone: z.boolean(),
  total: z.number().nullish(),
  /** `success` counts units that were created and units that were taken over. */
  status: z.looseObject({ errors: z.array(z.string()).nullish(), success: z.number().nullish() }).nullish(),
});

/** Of edits and replacements. `total`: modified. Sent with 200 also where everything failed. */
export const logReply = z.looseObject({
  total: z.number(),
  error: z.number().nullish(),
  log: z.array(z.string()).nullish(),
});

export const renewalReply = z.looseObject({
  total: z.number(),
  error: z.number().nullish(),
  failed: z.array(z.string()).nullish(),
});

const device = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  last: z.number().nullish(),
  state: z.number().nullish(),
  activationTime: z.number().nullish(),
  pac: z.string().nullish(),
});

export type DeviceReply = z.infer<typeof device>;

export const deviceReply = device;

const paging = z.looseObject({ next: z.string().nullish() }).nullish();

export const deviceListReply = z.looseObject({ data: z.array(device), paging });

export const deviceTypeReply = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  group: z.string().nullish(),
  contract: z.string().nullish(),
});

export type DeviceTypeReply = z.infer<typeof deviceTypeReply>;

export const deviceTypesReply = z.looseObject({ data: z.array(deviceTypeReply), paging });

export const contractReply = z.looseObject({
  name: z.string().nullish(),
  maxTokens: z.number().nullish(),
  tokensInUse: z.number().nullish(),
  tokensUsed: z.number().nullish(),
  /** Milliseconds since the epoch. It lies a token's duration before the end of communication, so it ends the activations (assumed). */
  endTime: z.number().nullish(),
});
