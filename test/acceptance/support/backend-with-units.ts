/**
 * A simulated backend with units in it; prints its addresses. Heard, so that they hold a token: 00A10001 and 00A10002.
 * Silent: 00A10003. 00A10004 is heard as soon as standard input ends. There is a second device type, under a contract of its own.
 */
import { demoIds, demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../../src/simulator/backend/server.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';

const deviceType = '5eed000000000000000000c2';
const contract = '5eed000000000000000000b2';

const world = new Registry({
  ...demoWorld,
  contracts: demoWorld.contracts.flatMap((one) => [one, { ...one, id: contract, name: 'Another order' }]),
  deviceTypes: [
    ...demoWorld.deviceTypes,
    { id: deviceType, name: 'Another product', groupId: demoIds.group, contractIds: [contract] },
  ],
  devices: ['00A10001', '00A10002', '00A10003', '00A10004'].map((id) => ({
    id,
    name: `unit ${id}`,
    deviceTypeId: demoIds.deviceType,
    productCertificate: 'P_0001_AFAF_01',
    pac: 'B7D93CE5A61F82D4',
    creationTime: 0,
  })),
});
const hear = (id: string): void => world.receiveFrame(id, { at: systemClock.now() });
hear('00A10001');
hear('00A10002');
const { url, urlV1 } = await startSimulatedBackend({
  listen: { host: '127.0.0.1', port: 0 },
  world,
  clock: systemClock,
  signal: new AbortController().signal,
});
console.log(`${url}\n${urlV1}`);
process.stdin.resume().once('end', () => hear('00A10004'));
