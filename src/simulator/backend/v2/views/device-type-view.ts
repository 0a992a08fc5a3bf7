import type { DeviceTypeEntity } from '../../world/entities.ts';
import type { Registry } from '../../world/registry.ts';
import { groupReference } from './group-view.ts';
import { reference, type Fields } from '../../http/fields.ts';

/** Every device type of this world. @source official API description, payload types */
export const regularPayload = 2;

/** `contract` is the first of `contracts`; both are missing from a device type without one. */
export const deviceTypeView = (
  deviceType: DeviceTypeEntity,
  { world, fields = new Map() }: { readonly world: Registry; readonly fields?: Fields | undefined },
): Record<string, unknown> => {
  const group = world.group(deviceType.groupId);
  const contracts = deviceType.contractIds
    .flatMap((id) => world.contract(id) ?? [])
    .map(({ id, name }) => reference({ id, name }, fields.get('contract')));
  return {
    id: deviceType.id,
    name: deviceType.name,
    keepAlive: 0,
    downlinkMode: 2,
    payloadType: regularPayload,
    ...(group && { group: groupReference(group, fields.get('group')) }),
    ...(deviceType.projectId !== undefined && { projectId: deviceType.projectId }),
    ...(contracts.length > 0 && { contract: contracts[0], contracts }),
    automaticRenewal: true,
  };
};
