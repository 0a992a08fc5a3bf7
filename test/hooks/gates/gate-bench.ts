import { DeviceId } from '../../../src/domain/device-id.ts';
import type { Gate, GateAnswer, GateUnit } from '../../../src/station/gate.ts';

export const unitOf = (id: string, changes: Partial<GateUnit> = {}): GateUnit => {
  const parsed = DeviceId.parse(id);
  if (!parsed.ok) throw new Error(parsed.reason);
  return {
    deviceId: parsed.value,
    serialNumber: null,
    product: 'sensor',
    order: '4711',
    slot: 'left',
    station: 'bench-1',
    ...changes,
  };
};

export const askGate = (gate: Gate, unit: GateUnit): Promise<GateAnswer> =>
  gate.ask(unit, { signal: new AbortController().signal });
