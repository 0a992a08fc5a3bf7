import type { ErrorCode } from '../../domain/errors/error-table.ts';
import { adapterAt, adapterKey, describeAdapter, isAdapterOf, usbDeviceOf } from './taught-adapter.ts';
import type { PortDescription } from '../port-source.ts';
import type { SlotSetting } from '../slot-setting.ts';

/** Something about the places that a person should know, as sentences with what to do. */
export interface PlaceFinding {
  /** Absent where nothing is wrong yet. */
  readonly code?: ErrorCode;
  readonly message: string;
}

export interface SurveyedSlot {
  readonly slot: SlotSetting;
  /** What is at its place; null: nothing. */
  readonly port: PortDescription | null;
  /** Whether that is the adapter that was there when the slot was taught; null where nothing is there, or no adapter was taught. */
  readonly isAsTaught: boolean | null;
}

export interface PlaceSurvey {
  readonly slots: readonly SurveyedSlot[];
  /** Ports that are no slot's, and are left alone. */
  readonly unassignedPorts: readonly PortDescription[];
  readonly findings: readonly PlaceFinding[];
}

export interface SurveyOptions {
  readonly slots: readonly SlotSetting[];
  readonly ports: readonly PortDescription[];
  /** The ports at the last look, so that a new number is said once; absent: this is the first look. */
  readonly before?: readonly PortDescription[];
}

/** Holds the taught slots against the ports that are there. */
export const surveyPlaces = ({ slots: taught, ports, before = [] }: SurveyOptions): PlaceSurvey => {
  const slots = taught.map((slot) => surveyed(slot, ports));
  const unassignedPorts = ports.filter((port) => !slots.some((slot) => slot.port === port));
  const gone = whereTheyWent(slots, unassignedPorts);
  return {
    slots,
    unassignedPorts,
    findings: [
      ...gone,
      ...slots.flatMap((slot) => [
        ...anotherAdapter(slot, taught),
        ...renumbered(slot, before),
        ...takenForItsUnit(slot),
      ]),
      ...sameSerialNumbers(ports, slots),
    ],
  };
};

const surveyed = (slot: SlotSetting, ports: readonly PortDescription[]): SurveyedSlot => {
  const port = ports.find(({ path, place }) => slot.port === path || slot.port === place) ?? null;
  return { slot, port, isAsTaught: port === null || slot.usb === undefined ? null : isAdapterOf(slot, port) };
};

/** What became of the places where nothing is: all moved with their hub, one moved alone, or a fixture that is not plugged in. */
const whereTheyWent = (
  slots: readonly SurveyedSlot[],
  unassignedPorts: readonly PortDescription[],
): readonly PlaceFinding[] => {
  const missing = slots.filter(({ port }) => port === null).map(({ slot }) => slot);
  if (missing.length === slots.length && missing.length > 1 && areAllAmong(missing, unassignedPorts)) {
    return [
      {
        code: 'port missing',
        message: `The adapters of all ${missing.length} slots are there, but each at another place than taught: their hub was moved to another USB port. Put it back, or teach the slots again with \`pacline slots teach\`.`,
      },
    ];
  }
  return missing.flatMap((slot): readonly PlaceFinding[] => {
    const elsewhere =
      slot.serialNumber === undefined
        ? []
        : unassignedPorts.filter((port) => adapterKey(adapterAt(port)) === adapterKey(slot));
    const [moved] = elsewhere;
    if (moved !== undefined && elsewhere.length === 1) {
      return [
        {
          code: 'port missing',
          message: `Slot ${slot.name}: its adapter (${describeAdapter(slot)}) is at ${moved.place ?? moved.path}, where no slot is. Put it back to ${slot.port}, or teach the slot again.`,
        },
      ];
    }
    // A unit that brings its port is just not seated
    if (slot.presence === 'port') return [];
    return [
      {
        code: 'port missing',
        message: `Slot ${slot.name}: nothing is plugged in at ${slot.port}. Check the cable of the fixture and the hub's supply.`,
      },
    ];
  });
};

/** Whether each slot finds an adapter of its own kind, and its own serial number where one was taught, among these ports. */
const areAllAmong = (slots: readonly SlotSetting[], ports: readonly PortDescription[]): boolean => {
  const left = [...ports];
  return slots.every((slot) => {
    const at = slot.usb === undefined ? -1 : left.findIndex((port) => adapterKey(adapterAt(port)) === adapterKey(slot));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

const anotherAdapter = (
  { slot, port, isAsTaught }: SurveyedSlot,
  taught: readonly SlotSetting[],
): readonly PlaceFinding[] => {
  if (port === null || isAsTaught !== false) return [];
  const owners = taught.filter(
    (other) => other !== slot && other.serialNumber !== undefined && adapterKey(other) === adapterKey(adapterAt(port)),
  );
  const whose = owners.length === 1 ? `, which belongs to slot ${owners[0]?.name}` : '';
  return [
    {
      message: `Slot ${slot.name}: another adapter is at its place (${describeAdapter(adapterAt(port))}${whose}) than taught (${describeAdapter(slot)}). Put the old one back, or teach the slot again.`,
    },
  ];
};

const renumbered = ({ slot, port }: SurveyedSlot, before: readonly PortDescription[]): readonly PlaceFinding[] => {
  if (port?.place == null) return [];
  const old = before.find(({ place }) => place === port.place);
  return old === undefined || old.path === port.path
    ? []
    : [
        {
          message: `Slot ${slot.name}: its port is called ${port.path} now, and was ${old.path}. Nothing is to be done: the slot goes by its place.`,
        },
      ];
};

/** A path that no list has may come with its unit, as that of a simulated board, or stay, as the end of a tunnel. */
const takenForItsUnit = ({ slot, port }: SurveyedSlot): readonly PlaceFinding[] =>
  port?.isListed !== false || slot.presence !== 'port'
    ? []
    : [
        {
          message: `Slot ${slot.name}: ${slot.port} is in no list of this machine, so a unit is there as long as the path is. If the path stays when the unit goes, write presence = "probe".`,
        },
      ];

/** Several ports of one adapter are no finding: they have its number in common by right. */
const sameSerialNumbers = (
  ports: readonly PortDescription[],
  slots: readonly SurveyedSlot[],
): readonly PlaceFinding[] => {
  const numbered = ports.filter(({ serialNumber }) => serialNumber !== null);
  return [...Map.groupBy(numbered, (port) => adapterKey(adapterAt(port))).values()].flatMap(
    (twins): readonly PlaceFinding[] => {
      const devices = new Map(twins.map((port) => [usbDeviceOf(port), port]));
      if (devices.size < 2) return [];
      const where = [...devices.values()].map((port) => {
        const owner = slots.find((slot) => slot.port === port);
        return `${port.path}${owner === undefined ? '' : ` (slot ${owner.slot.name})`}`;
      });
      return [
        {
          message: `${devices.size} adapters have the same serial number ${twins[0]?.serialNumber}: ${where.join(', ')}. Only their places tell them apart: keep each where it was taught.`,
        },
      ];
    },
  );
};
