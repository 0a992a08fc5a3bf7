import { dialects } from '../../../firmware-protocols/index.ts';
import type { SimulatedUnit } from '../../../firmware-protocols/simulator.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { ProductCertificate } from '../../domain/product-certificate.ts';
import type { Parsed } from '../../domain/parsed.ts';
import type { Product } from '../../domain/product.ts';
import type { PacList } from '../../station/pac-list.ts';
import { demoIds, demoWorld } from '../backend/world/demo-world.ts';
import type { Fault } from '../backend/faults/faults.ts';
import { Registry } from '../backend/world/registry.ts';
import { wireId } from '../backend/world/entities.ts';
import { parseBoardFaults } from '../boards/board-fault.ts';
import { demoUnits, type DemoUnit } from './demo-script.ts';
import { madeUpUnit } from '../boards/made-up-unit.ts';
import type { SeatedUnit } from './robot-operator.ts';
import { usualListDelay, type ListDelay } from '../backend/world/delay.ts';

/** One unit of the script as a board, ready to be seated. */
export interface DemoSeat extends SeatedUnit {
  readonly unit: DemoUnit;
  readonly simulated: SimulatedUnit;
}

const valid = <T>(parsed: Parsed<T>): T => {
  if (parsed.ok) return parsed.value;
  throw new PaclineError('internal fault', `The demo's script is wrong: ${parsed.reason}.`);
};

/** Later than the line waits with its verdict, and before the look that follows about 15 s after the create. */
const veryLateMs = 11_500;

const foreignGroup = '5eed000000000000000000f0';
const foreignDeviceType = '5eed000000000000000000fc';
const certificate = valid(ProductCertificate.parse('P_0001_AFAF_01'));

export const demoProduct: Product = {
  name: 'Demo sensor',
  deviceTypeId: demoIds.deviceType,
  certification: { kind: 'certificate', certificate },
  namePrefix: 'demo-',
};

export const demoSeats = (): readonly DemoSeat[] =>
  demoUnits.map((unit, index) => {
    const dialect = dialects.find(({ definition }) => definition.id === unit.dialect);
    if (dialect === undefined)
      throw new PaclineError(
        'internal fault',
        `The demo's script names a dialect that does not exist: ${unit.dialect}.`,
      );
    const faults = valid(parseBoardFaults(unit.faults, index));
    const simulated = { ...madeUpUnit(null, index), faults: faults.modem };
    return { name: `unit ${index + 1}`, unit, simulated, board: { dialect, unit: simulated, wireFaults: faults.line } };
  });

/** The maker's list of the units whose modem holds no PAC; it lists them all, as makers do. */
export const demoPacList = (seats: readonly DemoSeat[]): PacList => {
  const pacs = new Map(
    seats.map(({ simulated }) => [valid(DeviceId.parse(simulated.deviceId)), valid(Pac.parse(simulated.pac))]),
  );
  return { pacOf: (deviceId) => pacs.get(deviceId) ?? null };
};

const registered = (units: readonly SimulatedUnit[], deviceTypeId: string) =>
  units.map(({ deviceId, pac }) => ({
    id: deviceId,
    name: `earlier-${deviceId}`,
    deviceTypeId,
    productCertificate: certificate,
    pac,
    creationTime: Date.UTC(2026, 0, 1),
  }));

/** The backend that these units meet: what was registered before, what is spent, what gets lost. */
export const demoWorldFor = (
  seats: readonly DemoSeat[],
  latencyMs: number,
): { readonly world: Registry; readonly faults: readonly Fault[]; readonly listDelay: ListDelay } => {
  const having = (part: DemoUnit['backend']): readonly SimulatedUnit[] =>
    seats.filter(({ unit }) => unit.backend === part).map(({ simulated }) => simulated);
  const spent = new Set(having('PAC spent'));
  const late = new Set(having('listed late').map(({ deviceId }) => wireId(deviceId)));
  const once = { kind: 'range', from: 1, to: 1 } as const;
  const strike = (units: readonly SimulatedUnit[], effect: Fault['effect']): readonly Fault[] =>
    units.map(({ deviceId }) => ({ method: 'POST', path: '/v2/devices/', effect, occurrence: once, deviceId }));
  return {
    world: new Registry({
      ...demoWorld,
      groups: [
        ...demoWorld.groups,
        { id: foreignGroup, name: 'Another customer', maxPrototypeAllowed: 0, currentPrototypeCount: 0 },
      ],
      deviceTypes: [
        ...demoWorld.deviceTypes,
        { id: foreignDeviceType, name: 'Another product', groupId: foreignGroup, contractIds: [] },
      ],
      devices: [
        ...registered(having('registered by us before'), demoIds.deviceType),
        ...registered(having('owned elsewhere'), foreignDeviceType),
      ],
      credentials: seats.map(({ simulated }) => ({
        id: simulated.deviceId,
        pac: simulated.pac,
        spent: spent.has(simulated),
      })),
    }),
    listDelay: (deviceId) => (late.has(deviceId) ? veryLateMs : usualListDelay),
    faults: [
      { method: '*', path: '*', effect: { kind: 'latency', latencyMs }, occurrence: { kind: 'every' } },
      ...strike(having('answer lost after the commit'), { kind: 'lost', when: 'after-commit' }),
      ...strike(having('fault before the commit'), { kind: 'status', status: 503, when: 'before-commit' }),
    ],
  };
};
