import type { WorldSeed } from './entities.ts';

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
} as const;

/** One customer with one device type and free tokens; every ID/PAC pair and every certificate key of the right form is known. */
export const demoWorld: WorldSeed = {
  groups: [{ id: demoIds.group, name: 'Demo customer', maxPrototypeAllowed: 1_000, currentPrototypeCount: 0 }],
  apiUsers: [
    { id: demoUsers.writer.login, password: demoUsers.writer.password, name: 'Demo station', rights: 'write', groupId: demoIds.group },
    { id: demoUsers.reader.login, password: demoUsers.reader.password, name: 'Demo onlooker', rights: 'read', groupId: demoIds.group },
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
  deviceTypes: [{ id: demoIds.deviceType, name: 'Demo sensor', groupId: demoIds.group, contractIds: [demoIds.contract] }],
  productCertificates: 'any',
  credentials: 'any',
  modemCertificate: 'M_00A1_00AA_01',
};
