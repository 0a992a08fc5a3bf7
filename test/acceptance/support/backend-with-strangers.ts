/** A simulated backend in which somebody else has registered 00A1BEEF; prints its address. */
import { demoWorld } from '../../../src/simulator/backend/world/demo-world.ts';
import { Registry } from '../../../src/simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../../src/simulator/backend/server.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';

const group = '5eed000000000000000000f0';
const deviceType = '5eed000000000000000000fc';

const { url } = await startSimulatedBackend({
  listen: { host: '127.0.0.1', port: 0 },
  world: new Registry({
    ...demoWorld,
    groups: [
      ...demoWorld.groups,
      { id: group, name: 'Another customer', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
    ],
    deviceTypes: [
      ...demoWorld.deviceTypes,
      { id: deviceType, name: 'Another product', groupId: group, contractIds: [] },
    ],
    devices: [
      {
        id: '00A1BEEF',
        name: 'theirs',
        deviceTypeId: deviceType,
        productCertificate: 'P_0001_AFAF_01',
        pac: 'B7D93CE5A61F82D4',
        creationTime: 0,
      },
    ],
  }),
  clock: systemClock,
  signal: new AbortController().signal,
});
console.log(url);
