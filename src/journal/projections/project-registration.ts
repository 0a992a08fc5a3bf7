import { sql, type Transaction } from 'kysely';
import type { ResultCode } from '../../domain/outcome.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { mayHaveBeenSent, nextRegistrationState, registrationStates } from '../../domain/registration.ts';
import type { RegistrationEvent, UnitsConfirmed } from '../events.ts';
import { isInState, selectRegistrations } from '../sqlite/registration-queries.ts';
import type { JournalSchema, RegistrationRow } from '../sqlite/schema.ts';
import type { DeviceChanged } from '../unit-events.ts';
import { illegal, legal, type Transition, rowOf } from './transition.ts';
import type { EventEnvelope } from '../sqlite/event-rows.ts';

const reduceRegistration = (
  row: RegistrationRow | null,
  { sequence, at, event }: EventEnvelope<RegistrationEvent>,
): Transition<RegistrationRow> => {
  const from = row?.state ?? 'none';
  const state = nextRegistrationState(from, stepOf(event));
  const refusal = illegal(
    from,
    `"${event.kind}" cannot happen to device ${event.deviceId}, whose registration is in state "${from}"`,
  );
  if (state === null) return refusal;
  if (event.kind === 'registration owed') {
    const { deviceId, deviceTypeId, certificate, name } = event;
    const product = { device_id: deviceId, device_type_id: deviceTypeId, certificate, name };
    const history = {
      sends: row?.sends ?? 0,
      backend: row?.backend ?? null,
      api_user: row?.api_user ?? null,
      accepted_at: null,
      confirmed_at: null,
    };
    return legal({
      ...product,
      ...history,
      state,
      code: null,
      reason: null,
      owed_sequence: sequence,
      owed_at: at,
      changed_at: at,
      batch: null,
      listing: null,
    });
  }
  if (row === null) return refusal;
  return legal({
    ...row,
    ...evidenceOf(row, at, event),
    state,
    ...explanation(event),
    changed_at: at,
    batch: state === 'owed' ? null : row.batch,
  });
};

/** What earlier versions wrote of a unit that the backend had answered 201 for. */
const acceptedOnce = 'the backend accepted the unit, but does not list it yet';

const stepOf = (event: RegistrationEvent): RegistrationEvent['kind'] =>
  event.kind === 'registration unknown' && event.reason === acceptedOnce ? 'registration accepted' : event.kind;

const evidenceOf = (row: RegistrationRow, at: number, event: RegistrationEvent): Partial<RegistrationRow> => {
  switch (stepOf(event)) {
    case 'registration intended':
      return {
        sends: row.sends + 1,
        backend: ('backend' in event ? event.backend : null) ?? null,
        api_user: null,
        accepted_at: null,
      };
    case 'registration postponed':
      return { sends: row.sends - 1 };
    case 'registration accepted':
      return { accepted_at: row.state === 'accepted' ? row.accepted_at : at };
    case 'registration refused':
      return wasTurnedDown(row, event) ? { sends: 0 } : {};
    case 'registration confirmed':
      return event.kind === 'registration confirmed'
        ? { backend: event.backend ?? null, api_user: event.apiUser ?? null, confirmed_at: at }
        : {};
    default:
      return {};
  }
};

/** What is refused although the backend has it: a look-up has shown it otherwise, or it is somebody else's. */
const hadOtherwise: ReadonlySet<string> = new Set<ResultCode>([
  'other device type',
  'other certificate',
  'owned elsewhere',
]);

/** The only request that ever left was answered with no: as if nothing had been sent, so that the next answer counts as well. */
const wasTurnedDown = (row: RegistrationRow, event: RegistrationEvent): boolean =>
  mayHaveBeenSent(row.state) && row.sends === 1 && 'code' in event && !hadOtherwise.has(event.code);

const explanation = (
  event: RegistrationEvent,
): { readonly code: ResultCode | null; readonly reason: string | null } => ({
  code: codeOf(event),
  reason: 'reason' in event ? event.reason : null,
});

const codeOf = (event: RegistrationEvent): ResultCode | null => {
  if (stepOf(event) === 'registration accepted') return 'accepted';
  if (event.kind === 'registration withdrawn') return event.kind;
  if (event.kind === 'registration unknown') return event.code ?? event.kind;
  return 'code' in event ? event.code : null;
};

export const projectRegistration = async (
  db: Transaction<JournalSchema>,
  envelope: EventEnvelope<RegistrationEvent>,
): Promise<void> => {
  const { event } = envelope;
  const before = await selectRegistrations(db).where('registration.device_id', '=', event.deviceId).executeTakeFirst();
  const row = rowOf(reduceRegistration(before ?? null, envelope), envelope);
  await db
    .insertInto('registration')
    .values(row)
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet(row))
    .execute();
  if (event.kind === 'registration confirmed') await keepCurrentPac(db, event.deviceId, event.currentPac);
};

const keepCurrentPac = async (
  db: Transaction<JournalSchema>,
  deviceId: string,
  currentPac: string | undefined,
): Promise<void> => {
  if (currentPac !== undefined)
    await db.updateTable('unit').set({ current_pac: currentPac }).where('device_id', '=', deviceId).execute();
};

const idsPerStatement = 500;

const confirmable = registrationStates.filter(
  (state) => nextRegistrationState(state, 'registration confirmed') !== null,
);

/** As `registration confirmed`, set by set. @throws PaclineError internal fault: one of them cannot be confirmed */
export const projectUnitsConfirmed = async (
  db: Transaction<JournalSchema>,
  { at, event }: EventEnvelope<UnitsConfirmed>,
): Promise<void> => {
  const { units, code, backend, apiUser } = event;
  let confirmed = 0n;
  for (let from = 0; from < units.length; from += idsPerStatement) {
    const ids = units.slice(from, from + idsPerStatement).map(({ deviceId }) => deviceId);
    const { numUpdatedRows } = await db
      .updateTable('registration')
      .set({ state: 'confirmed', code, reason: null, backend, api_user: apiUser, confirmed_at: at, changed_at: at })
      .where('device_id', 'in', ids)
      .where(isInState(confirmable))
      .executeTakeFirstOrThrow();
    confirmed += numUpdatedRows;
  }
  if (confirmed !== BigInt(units.length))
    throw new PaclineError(
      'internal fault',
      `Of ${units.length} units that a look-up has shown, ${confirmed} can be confirmed`,
    );
  const pacs = units.flatMap(({ deviceId, currentPac }) =>
    currentPac === undefined ? [] : [{ deviceId, currentPac }],
  );
  for (let from = 0; from < pacs.length; from += idsPerStatement) {
    const rows = sql.join(
      pacs.slice(from, from + idsPerStatement).map(({ deviceId, currentPac }) => sql`(${deviceId}, ${currentPac})`),
    );
    await sql`update unit set current_pac = shown.column2 from (values ${rows}) as shown where unit.device_id = shown.column1`.execute(
      db,
    );
  }
};

/** What this station has changed of a device is known from then on. Of a device it has no registration of, nothing is kept. */
export const projectDeviceChanged = async (
  db: Transaction<JournalSchema>,
  { at, event }: EventEnvelope<DeviceChanged>,
): Promise<void> => {
  const { deviceId, deviceTypeId, certificate, name } = event;
  if (event.change === 'deleted') {
    await db
      .updateTable('registration')
      .set({
        state: 'withdrawn',
        code: 'registration withdrawn',
        reason: 'this station deleted the device',
        changed_at: at,
        confirmed_at: null,
        sends: 0,
      })
      .where('device_id', '=', deviceId)
      .where(isInState(['accepted', 'confirmed', 'refused']))
      .execute();
    await db
      .updateTable('unit')
      .set((row) => ({ deleted_pac: row.ref('current_pac'), current_pac: null }))
      .where('device_id', '=', deviceId)
      .execute();
    return;
  }
  const known = {
    ...(deviceTypeId !== undefined && { device_type_id: deviceTypeId }),
    ...(certificate !== undefined && { certificate }),
    ...(name !== undefined && { name }),
  };
  if (Object.keys(known).length === 0) return;
  await db
    .updateTable('registration')
    .set({ ...known, changed_at: at })
    .where('device_id', '=', deviceId)
    .where(isInState(['confirmed']))
    .execute();
};
