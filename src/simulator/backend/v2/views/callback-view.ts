import type { CallbackEntity, DeviceTypeEntity, UndeliveredMessage } from '../../world/entities.ts';

const form = 'application/x-www-form-urlencoded';

/** @source official API description: what each channel has besides; a callback by GET has no content type in the sample */
const channels: Readonly<Record<CallbackEntity['channel'], (target: string) => Record<string, unknown>>> = {
  URL: (url) => ({ url, httpMethod: 'POST', contentType: form, downlinkHook: false, sendSni: false }),
  BATCH_URL: (url) => ({ url, httpMethod: 'POST', linePattern: '{device};{time};{data}' }),
  EMAIL: (recipient) => ({ recipient, subject: 'Message of a device', message: '{device} {time} {data}' }),
};

export const callbackView = ({
  id,
  channel,
  type,
  subtype,
  isEnabled,
  isDead,
  target,
}: CallbackEntity): Record<string, unknown> => ({
  id,
  channel,
  callbackType: type,
  ...(subtype !== undefined && { callbackSubtype: subtype }),
  enabled: isEnabled,
  dead: isDead,
  ...channels[channel](target),
});

/** The time is in seconds, other than most of v2. @source official API description, sample of an undelivered message */
export const undeliveredView = (
  { deviceId, at, payload, status, message }: UndeliveredMessage,
  { deviceType, callback }: { readonly deviceType: DeviceTypeEntity; readonly callback: CallbackEntity | undefined },
): Record<string, unknown> => ({
  deviceId,
  deviceTypeId: deviceType.id,
  time: Math.floor(at / 1000),
  data: payload,
  status,
  message,
  ...(callback !== undefined && {
    callback:
      callback.channel === 'EMAIL'
        ? { subject: '', message: '' }
        : { url: callback.target, method: 'POST', contentType: form },
  }),
  parameters: {},
});
