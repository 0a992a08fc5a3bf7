import { badRequest, ok, type ApiAnswer } from '../http/answer.ts';
import type { ContractEntity } from '../world/entities.ts';
import { pageOf, urlWith } from '../http/page-of.ts';
import { ownEntity, readEntity } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { contractDevicesQuery, contractListQuery, contractQuery, entityPath } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import { contractView, freeOrder } from './views/contract-view.ts';
import { deviceView } from './views/device-view.ts';
import { basicGroup } from './views/group-view.ts';

const listContracts = ({ world, user, query, url }: ApiRequest): ApiAnswer => {
  const asked = validate(contractListQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const { name = '', groupId = user.groupId, groupType = basicGroup, subscriptionPlan = freeOrder } = asked.value;
  const { fromTime = 0, toTime = Number.POSITIVE_INFINITY, tokenDuration, fields } = asked.value;
  const isWanted = (contract: ContractEntity): boolean =>
    contract.name.includes(name) &&
    (contract.communicationEndTime === 0 || contract.communicationEndTime >= fromTime) &&
    contract.startTime < toTime &&
    (tokenDuration === undefined || contract.tokenDurationMonths === tokenDuration);
  const areAllAlike = groupId === user.groupId && groupType === basicGroup && subscriptionPlan === freeOrder;
  const found = areAllAlike ? world.subscriptions.contracts(user.groupId).filter(isWanted) : [];
  const page = pageOf((skip) => found.slice(skip), asked.value, { url, query });
  return ok({ ...page, data: page.data.map((contract) => contractView(contract, { world, fields })) });
};

const readContract = (request: ApiRequest): ApiAnswer =>
  readEntity(request, {
    query: contractQuery,
    find: (id) => request.world.contract(id),
    owner: (contract) => contract.groupId,
    view: (contract, { fields }) => contractView(contract, { world: request.world, fields }),
  });

/** In the order of their IDs; the next page begins with the device that its `pageId` names. */
const listDevicesOfContract = (request: ApiRequest): ApiAnswer => {
  const { world, user, query, url } = request;
  const asked = validate(contractDevicesQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownEntity(request, entityPath, {
    find: (id) => world.contract(id),
    owner: (contract) => contract.groupId,
  });
  if (!own.ok) return own.answer;
  const { deviceTypeId, pageId, limit, fields } = asked.value;
  const data: unknown[] = [];
  for (const device of world.shownDevices({ groupId: user.groupId, deviceTypeId, sort: 'id', minId: pageId })) {
    if (device.token?.contractId !== own.entity.id) continue;
    if (data.length === limit)
      return ok({ data, paging: { next: urlWith({ url, query }, { limit, pageId: device.id }) } });
    data.push(deviceView(device, { ...request, fields }));
  }
  return ok({ data, paging: {} });
};

export const contractRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/contract-infos/', answer: listContracts },
  { method: 'GET', path: '/v2/contract-infos/{id}', answer: readContract },
  { method: 'GET', path: '/v2/contract-infos/{id}/devices', answer: listDevicesOfContract },
];
