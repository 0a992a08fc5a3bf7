import { DeviceId } from '../../domain/device-id.ts';
import { Pac } from '../../domain/pac.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Parsed } from '../../domain/parsed.ts';
import type {
  BatchRecord,
  LabelRecord,
  OwedUnit,
  RegistrationListing,
  RegistrationRecord,
  RunRecord,
  SlotRecord,
  UnitRecord,
} from '../journal.ts';
import type { BatchRow, LabelRow, RegistrationRow, RunRow, SlotRow, UnitRow } from './schema.ts';

export const decodeUnit = (row: UnitRow): UnitRecord => ({
  deviceId: orCorrupt(DeviceId.parse(row.device_id)),
  pac: orCorrupt(Pac.parse(row.pac)),
  pacSource: row.pac_source,
  dialect: row.dialect,
  firmware: row.firmware,
  firstReadAt: row.first_read_at,
  lastReadAt: row.last_read_at,
  currentPac: row.current_pac === null ? null : orCorrupt(Pac.parse(row.current_pac)),
  setAside: row.set_aside,
});

export const decodeRegistration = (row: RegistrationRow): RegistrationRecord => ({
  deviceId: orCorrupt(DeviceId.parse(row.device_id)),
  deviceTypeId: row.device_type_id,
  certificate: row.certificate,
  name: row.name,
  state: row.state,
  code: row.code,
  reason: row.reason,
  owedAt: row.owed_at,
  changedAt: row.changed_at,
  batch: row.batch,
  listing: row.listing,
  sends: row.sends,
  backend: row.backend,
  apiUser: row.api_user,
  acceptedAt: row.accepted_at,
  confirmedAt: row.confirmed_at,
});

export const decodeOwedUnit = (
  row: Pick<UnitRow, 'device_id' | 'pac'> & Pick<RegistrationRow, 'name' | 'sends'>,
): OwedUnit => ({
  deviceId: orCorrupt(DeviceId.parse(row.device_id)),
  pac: orCorrupt(Pac.parse(row.pac)),
  name: row.name,
  sends: row.sends,
});

export const decodeListing = (
  row: Parameters<typeof decodeOwedUnit>[0] &
    Pick<RegistrationRow, 'device_type_id' | 'certificate'> &
    Pick<UnitRow, 'current_pac'> & { readonly serial: string | null },
): RegistrationListing => ({
  ...decodeOwedUnit(row),
  deviceTypeId: row.device_type_id,
  certificate: row.certificate,
  currentPac: row.current_pac === null ? null : orCorrupt(Pac.parse(row.current_pac)),
  serialNumber: row.serial,
});

export const decodeBatch = (row: BatchRow): BatchRecord => ({
  batch: row.batch,
  deviceTypeId: row.device_type_id,
  certificate: row.certificate,
  units: row.units,
  state: row.state,
  jobId: row.job_id,
  reason: row.reason,
  backend: row.backend,
  begunAt: row.begun_at,
  changedAt: row.changed_at,
});

export const decodeRun = (row: RunRow): RunRecord => ({
  run: row.run,
  station: row.station,
  slot: row.slot,
  port: row.port,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  deviceId: row.device_id === null ? null : orCorrupt(DeviceId.parse(row.device_id)),
  colour: row.colour,
  outcome: row.outcome,
  code: row.code,
  message: row.message,
  elapsedMs: row.elapsed_ms,
  transcript: row.transcript,
  product: row.product,
  order: row.order_name,
  operator: row.operator,
  settingsDigest: row.settings,
  purpose: row.purpose ?? 'unit',
  firstAnswerMs: row.first_answer_ms,
  phaseMs: row.phase_ms === null ? {} : JSON.parse(row.phase_ms),
  measurements: row.measurements === null ? [] : JSON.parse(row.measurements),
  removedAt: row.removed_at,
});

export const decodeSlot = (row: SlotRow): SlotRecord => ({
  slot: row.slot,
  lockedAt: row.locked_at,
  lockCode: row.lock_code,
  lockReason: row.lock_reason,
  goldenAt: row.golden_at,
  goldenSettingsDigest: row.golden_settings,
  unitsSinceGolden: row.units_since_golden,
  redsInRow: row.reds_in_row,
});

export const decodeLabel = (row: LabelRow): LabelRecord => ({
  deviceId: orCorrupt(DeviceId.parse(row.device_id)),
  state: row.state,
  copies: row.copies,
  reprints: row.reprints,
  owedAt: row.owed_at,
  printedAt: row.printed_at,
  verifiedAt: row.verified_at,
});

/** Only parsed values are ever written: one that no longer parses was altered from outside. */
export const orCorrupt = <T>(parsed: Parsed<T>): T => {
  if (parsed.ok) return parsed.value;
  throw new PaclineError(
    'journal damaged',
    `A row of the journal was altered: ${parsed.reason}; keep the file as it is`,
  );
};
