import {
  wireId,
  type CallbackEntity,
  type DeviceTypeEntity,
  type UndeliveredMessage,
  type WorldSeed,
} from './entities.ts';

/** Login and password of the demo's API users; they open nothing but this simulation. */
export const demoUsers = {
  writer: { login: '5eed00000000000000000001', password: 'demo-writer-demo-writer-demo-wri' },
  reader: { login: '5eed00000000000000000002', password: 'demo-reader-demo-reader-demo-rea' },
} as const;

/** Where the demo's units go. */
export const demoIds = {
  group: '5eed0000000000000000000a',
  contract: '5eed0000000000000000000b',
  deviceType: '5eed0000000000000000000c',
  callback: '5eed0000000000000000000d',
  project: '5eed0000000000000000000e',
} as const;

/** Where the messages of the demo's units go on to. */
const demoCallback: CallbackEntity = {
  id: demoIds.callback,
  channel: 'URL',
  type: 0,
  subtype: 2,
  isEnabled: true,
  isDead: false,
  target: 'https://customer.invalid/uplink',
};

/** One customer with one device type and free tokens; every ID/PAC pair and every certificate key of the right form is known. */
export const demoWorld: WorldSeed = {
  groups: [{ id: demoIds.group, name: 'Demo customer', maxPrototypeAllowed: 1_000, currentPrototypeCount: 0 }],
  apiUsers: [
    {
      id: demoUsers.writer.login,
      password: demoUsers.writer.password,
      name: 'Demo station',
      rights: 'write',
      groupId: demoIds.group,
    },
    {
      id: demoUsers.reader.login,
      password: demoUsers.reader.password,
      name: 'Demo onlooker',
      rights: 'read',
      groupId: demoIds.group,
    },
  ],
  contracts: [
    {
      id: demoIds.contract,
      name: 'Demo contract',
      groupId: demoIds.group,
      maxTokens: 10_000,
      tokensInUse: 0,
      tokensUsed: 0,
      startTime: Date.UTC(2026, 0, 1),
      activationEndTime: 0,
      communicationEndTime: 0,
      tokenDurationMonths: 12,
    },
  ],
  deviceTypes: [
    {
      id: demoIds.deviceType,
      name: 'Demo sensor',
      groupId: demoIds.group,
      contractIds: [demoIds.contract],
      callbacks: [demoCallback],
    },
  ],
  productCertificates: 'any',
  credentials: 'any',
  modemCertificate: 'M_00A1_00AA_01',
};

interface DemoVariations {
  /** So many device types more, every one with a project instead of a contract and without a callback. */
  readonly furtherDeviceTypes: number;
  /** The callback of the demo's device type; `dead`: its last use failed. */
  readonly callback: 'alive' | 'dead' | 'none';
  /** So many messages did not get through to it. */
  readonly undelivered: number;
  /** When the last of them came. */
  readonly now: number;
}

const minuteMs = 60_000;

/** The demo's world with what a customer may have besides, or may lack. */
export const variedDemoWorld = ({ furtherDeviceTypes, callback, undelivered, now }: DemoVariations): WorldSeed => ({
  ...demoWorld,
  deviceTypes: [
    ...demoWorld.deviceTypes.map((type) => ({
      ...type,
      callbacks: callback === 'none' ? [] : [{ ...demoCallback, isDead: callback === 'dead' }],
      undelivered: Array.from({ length: undelivered }, (_, index) => undeliveredDemo(index, now - index * minuteMs)),
    })),
    ...Array.from({ length: furtherDeviceTypes }, (_, index) => furtherDeviceType(index + 1)),
  ],
});

const undeliveredDemo = (index: number, at: number): UndeliveredMessage => ({
  callbackId: demoIds.callback,
  deviceId: wireId((0x00a1_d000 + index).toString(16)),
  at,
  payload: 'CAFE',
  status: '503',
  message: 'the receiver was out of order',
});

const furtherDeviceType = (ordinal: number): DeviceTypeEntity => ({
  id: `5eed${(0xd000_0000 + ordinal).toString(16).padStart(20, '0')}`,
  name: `Demo sensor ${ordinal + 1}`,
  groupId: demoIds.group,
  contractIds: [],
  projectId: demoIds.project,
});
