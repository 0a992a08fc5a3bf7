import type { Backend } from '../../../src/backend/backend.ts';
import { Pac } from '../../../src/domain/pac.ts';
import { deviceTypeId, id, otherUnit, request, valueOf, waiting } from '../api-bench.ts';

export const jobId = '6543a1b2c3d4e5f607182930';
export const groupId = '6012aa34bb56cc78dd90ee77';
export const contractId = '6012aa34bb56cc78dd90ee55';

export const one = id('00A10001');
export const two = id('00A10002');

export const batch = { deviceTypeId, certification: request.certification, units: [request, otherUnit] };

/** A device that has spoken, with everything the client makes use of. */
const device = {
  id: 'A10001',
  name: 'tank-00A10001',
  deviceType: { id: deviceTypeId, name: 'Tanks' },
  productCertificate: { id: '60c0ffee60c0ffee60c0ffee', key: 'P_00A1_BEEF_01' },
  prototype: false,
  pac: '51A3C0DE99F1E2B7',
  automaticRenewal: true,
  comState: 1,
  state: 0,
  lastCom: 1_793_000_000_000,
  activationTime: 1_792_000_000_000,
  creationTime: 1_791_000_000_000,
  token: { state: 0, detailMessage: 'fine so far', end: 1_823_000_000_000, freeMessages: 3 },
};

const started = { total: 2, jobId };
const actionStatus = {
  jobDone: true,
  status: { total: 2, nbSuccess: 1, nbErrors: 1, errors: [{ entity: 'A10002', message: 'asleep', type: 0 }] },
};
const certificate = { id: '60c0ffee60c0ffee60c0ffee', name: 'Tank sensor', key: 'P_00A1_BEEF_01', status: 1 };

/** One call with an answer that the backend documents, and what it is to come to. */
export interface Accepted {
  readonly what: string;
  /** As the API description names it. */
  readonly operation: readonly [method: string, path: string];
  readonly status: number;
  readonly answer?: unknown;
  readonly call: (api: Backend) => Promise<unknown>;
  readonly result: unknown;
}

const signal = waiting();
const jobStarted = { kind: 'started', jobId, total: 2, rejected: [] };

export const accepted: readonly Accepted[] = [
  {
    what: 'create',
    operation: ['post', '/devices/'],
    status: 201,
    answer: { id: 'A10001' },
    call: (api) => api.create(request, { signal }),
    result: { kind: 'created' },
  },
  {
    what: 'create a prototype',
    operation: ['post', '/devices/'],
    status: 201,
    answer: { id: 'A10001' },
    call: (api) => api.create({ ...request, certification: { kind: 'prototype' } }, { signal }),
    result: { kind: 'created' },
  },
  {
    what: 'createBatch',
    operation: ['post', '/devices/bulk'],
    status: 200,
    answer: started,
    call: (api) => api.createBatch(batch, { signal }),
    result: jobStarted,
  },
  {
    what: 'createBatch of prototypes',
    operation: ['post', '/devices/bulk'],
    status: 200,
    answer: started,
    call: (api) => api.createBatch({ ...batch, certification: { kind: 'prototype' } }, { signal }),
    result: jobStarted,
  },
  {
    what: 'job',
    operation: ['get', '/devices/bulk/{jobId}'],
    status: 200,
    answer: {
      jobDone: true,
      total: 2,
      status: { success: 1, errors: [{ entity: 'A10002', message: 'spent', type: 0 }] },
    },
    call: (api) => api.job({ jobId, deviceTypeId }, { signal }),
    result: { done: true, total: 2, success: 1, failures: [{ deviceId: two, words: 'spent', system: false }] },
  },
  {
    what: 'find',
    operation: ['get', '/devices/'],
    status: 200,
    answer: { data: [device], paging: {} },
    call: async (api) => [...(await api.find([one], { signal, effort: 'thorough' })).keys()],
    result: [one],
  },
  {
    what: 'list',
    operation: ['get', '/devices/'],
    status: 200,
    answer: { data: [device], paging: {} },
    call: (api) => Array.fromAsync(api.list({ deviceTypeId, groupId, minId: one, maxId: two }, { signal })),
    result: [
      {
        deviceId: one,
        name: 'tank-00A10001',
        deviceTypeId,
        certificate: 'P_00A1_BEEF_01',
        prototype: false,
        pac: valueOf(Pac.parse(device.pac)),
        state: 'ok',
        comState: 'ok',
        tokenState: 'ok',
        lastSeenAt: 1_793_000_000_000,
        activationAt: 1_792_000_000_000,
        createdAt: 1_791_000_000_000,
      },
    ],
  },
  {
    what: 'edit',
    operation: ['put', '/devices/{id}'],
    status: 204,
    call: (api) =>
      api.edit(
        one,
        {
          name: 'new',
          certification: request.certification,
          lat: 48,
          lng: -2.25,
          automaticRenewal: false,
          activable: true,
        },
        { signal },
      ),
    result: { kind: 'done' },
  },
  {
    what: 'edit to a prototype',
    operation: ['put', '/devices/{id}'],
    status: 204,
    call: (api) => api.edit(one, { certification: { kind: 'prototype' } }, { signal }),
    result: { kind: 'done' },
  },
  {
    what: 'editBatch',
    operation: ['put', '/devices/bulk'],
    status: 201,
    answer: started,
    call: (api) =>
      api.editBatch(
        [
          { deviceId: one, changes: { name: 'new', certification: request.certification } },
          { deviceId: two, changes: { lat: 1.5, lng: 2, activable: false } },
        ],
        { signal },
      ),
    result: jobStarted,
  },
  {
    what: 'transfer',
    operation: ['post', '/devices/bulk/transfer'],
    status: 200,
    answer: started,
    call: (api) =>
      api.transfer(
        deviceTypeId,
        [
          { deviceId: one, keepHistory: true, activable: true },
          { deviceId: two, keepHistory: false, activable: false },
        ],
        { signal },
      ),
    result: jobStarted,
  },
  {
    what: 'replace',
    operation: ['post', '/devices/bulk/replace'],
    status: 200,
    answer: { total: 1, status: { success: 1, errors: [] } },
    call: (api) => api.replace([{ deviceId: one, targetDeviceId: two }], { signal }),
    result: { kind: 'replaced', total: 1, failures: [] },
  },
  ...(['suspend', 'resume', 'restart'] as const).flatMap((action): readonly Accepted[] => [
    {
      what: action,
      operation: ['post', `/devices/bulk/${action}`],
      status: 201,
      answer: { jobId },
      call: (api) => api.act(action, [one, two], { signal }),
      result: jobStarted,
    },
    {
      what: `the job of ${action}`,
      operation: ['get', `/devices/bulk/${action}/{jobId}`],
      status: 200,
      answer: actionStatus,
      call: (api) => api.actionJob(action, jobId, { signal }),
      result: { done: true, total: 2, success: 1, failures: [{ deviceId: two, words: 'asleep', system: false }] },
    },
  ]),
  {
    what: 'unsubscribe',
    operation: ['post', '/devices/bulk/unsubscribe'],
    status: 201,
    answer: { jobId },
    call: (api) =>
      api.unsubscribe(
        [
          { deviceId: one, at: 1_793_000_000_000 },
          { deviceId: two, at: 1_793_000_000_001 },
        ],
        { signal },
      ),
    result: jobStarted,
  },
  {
    what: 'the job of unsubscribe',
    operation: ['get', '/devices/bulk/unsubscribe/{jobId}'],
    status: 200,
    answer: actionStatus,
    call: (api) => api.actionJob('unsubscribe', jobId, { signal }),
    result: { done: true, total: 2, success: 1, failures: [{ deviceId: two, words: 'asleep', system: false }] },
  },
  {
    what: 'unsubscribeOne',
    operation: ['put', '/devices/{id}/unsubscribe'],
    status: 204,
    call: (api) => api.unsubscribeOne({ deviceId: one, at: 1_793_000_000_000 }, { signal }),
    result: { kind: 'done' },
  },
  {
    what: 'disengage',
    operation: ['post', '/devices/{id}/disengage'],
    status: 204,
    call: (api) => api.disengage(one, { signal }),
    result: { kind: 'done' },
  },
  {
    what: 'remove',
    operation: ['delete', '/devices/{id}'],
    status: 204,
    call: (api) => api.remove(one, { signal }),
    result: { kind: 'done' },
  },
  {
    what: 'deviceType',
    operation: ['get', '/device-types/{id}'],
    status: 200,
    answer: {
      id: deviceTypeId,
      name: 'Tanks',
      group: { id: groupId, name: 'Maker', type: 2 },
      contract: { id: contractId, name: 'Order' },
      contracts: [{ id: contractId, name: 'Order' }],
    },
    call: (api) => api.deviceType(deviceTypeId, { signal }),
    result: { id: deviceTypeId, name: 'Tanks', groupId, contractIds: [contractId], projectId: null },
  },
  {
    what: 'deviceTypes',
    operation: ['get', '/device-types/'],
    status: 200,
    answer: {
      data: [
        {
          id: deviceTypeId,
          name: 'Tanks',
          group: { id: groupId, name: 'Maker', type: 2 },
          contract: { id: contractId, name: 'Order' },
        },
      ],
      paging: {},
    },
    call: (api) => Array.fromAsync(api.deviceTypes({ name: 'tan' }, { signal })),
    result: [{ id: deviceTypeId, name: 'Tanks', groupId, contractIds: [contractId], projectId: null }],
  },
  {
    what: 'callbacks',
    operation: ['get', '/device-types/{id}/callbacks'],
    status: 200,
    answer: {
      data: [
        { id: 'cb1', channel: 'URL', callbackType: 0, callbackSubtype: 2, enabled: true, dead: false },
        { id: 'cb2', channel: 'EMAIL', callbackType: 0, enabled: true, dead: true },
      ],
    },
    call: (api) => api.callbacks(deviceTypeId, { signal }),
    result: [
      { id: 'cb1', channel: 'url', kind: 'data', subtype: 'uplink', isEnabled: true, hasFailed: false, host: null },
      { id: 'cb2', channel: 'email', kind: 'data', subtype: null, isEnabled: true, hasFailed: true, host: null },
    ],
  },
  {
    what: 'undeliveredCallbacks',
    operation: ['get', '/device-types/{id}/callbacks-not-delivered'],
    status: 200,
    answer: {
      data: [
        { deviceId: 'A10001', deviceTypeId, time: 1_793_000_000, data: 'c0ffee', status: '503', message: 'no room' },
      ],
      paging: {},
    },
    call: (api) => api.undeliveredCallbacks(deviceTypeId, { since: 1_792_999_999_999.5 }, { signal }),
    result: { entries: [{ deviceId: one, at: 1_793_000_000_000, words: '503: no room' }], isCut: false },
  },
  {
    what: 'prototypeQuota of a group without one',
    operation: ['get', '/groups/{id}'],
    status: 200,
    answer: { id: groupId, name: 'Maker', type: 2 },
    call: (api) => api.prototypeQuota(groupId, { signal }),
    result: null,
  },
  {
    what: 'productCertificateOf',
    operation: ['get', '/devices/{id}/product-certificate'],
    status: 200,
    answer: {
      ...certificate,
      devKit: false,
      standardCfgs: [
        { id: 0, uplinkClass: 0, maxEirp: 14 },
        { id: 5, uplinkClass: 0, maxEirp: 14 },
      ],
    },
    call: (api) => api.productCertificateOf(request, { signal }),
    result: {
      kind: 'known',
      certificate: 'P_00A1_BEEF_01',
      name: 'Tank sensor',
      finalized: true,
      zones: ['RC1', 'RC5'],
    },
  },
  {
    what: 'certificateStatus',
    operation: ['get', '/devices/{id}/certificate/product'],
    status: 200,
    answer: { ...certificate, status: 0, radioConfigurations: [{ id: 1 }] },
    call: (api) => api.certificateStatus(one, { signal }),
    result: { certificate: 'P_00A1_BEEF_01', name: 'Tank sensor', finalized: false, zones: ['RC2'] },
  },
];
