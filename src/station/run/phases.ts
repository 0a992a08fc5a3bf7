import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { describeMeasurement } from '../../domain/product-checks.ts';
import { whyRejected } from '../rules/why-rejected.ts';
import { awaitRegistration } from './await-registration.ts';
import { checkUnit } from './check-unit.ts';
import { goldenPhase } from './golden-phase.ts';
import { gatesPhase } from './gates-phase.ts';
import { labelUnit } from './label-unit.ts';
import { identifyPhase, openPhase, readPhase } from './read-phases.ts';
import { found, type RunContext, type RunPhase, type RunState } from './run-phase.ts';
import { serialNumberPhase } from './serial-number-phase.ts';
import { verdictOfError } from './verdict.ts';
import { unitRead, writeDownDebt } from './write-down.ts';

/** A slot that is locked, an order that is complete: the unit is turned away before its port is opened, and is no golden unit either. */
const rejectPhase: RunPhase = {
  name: 'turn away',
  shows: null,
  until: 'it was let in',
  usesPort: false,
  run: async (state, { record, rules, line }) => {
    const why = await whyRejected(record, rules, line);
    return why === null ? state : { ...state, verdict: verdictOfError(why) };
  },
};

/** One ID is in one slot only, as the others show when they are looked into. */
const comparePhase: RunPhase = {
  name: 'compare slots',
  shows: 'checking',
  until: 'it was checked',
  usesPort: false,
  run: async (state, { stay, signal }) => {
    await stay.requireAlone({ signal });
    return state;
  },
};

const checkPhase: RunPhase = {
  name: 'check',
  shows: 'checking',
  until: 'it was checked',
  usesPort: false,
  run: async (state, context) => {
    const { run, line, rules } = context;
    const reading = found(state.reading);
    const { deviceId } = reading.identity;
    if (rules.checks.privateKey && reading.details.readKeyMode === 'public') {
      throw new PaclineError(
        'public key',
        `The modem of ${deviceId} is left on the public key: it passes an emulator, and the network ignores it.`,
        { context: { deviceId } },
      );
    }
    const unit = await checkUnit(reading.identity, line.journal, rules.pacList);
    const unwritten = [...unit.gaveWay, unitRead(run, reading, unit)];
    const misfit = state.measurements.find(({ passed }) => !passed);
    // Where nothing stands between reading and debt, one transaction takes both: the disk is waited for once
    if (misfit === undefined && rules.serialPattern === null && line.gates.length === 0)
      return { ...state, unit, unwritten };
    await rechecked({ ...state, unit }, context, async () => void (await line.journal.append(unwritten)));
    if (misfit !== undefined)
      throw new PaclineError('check failed', `${deviceId} does not pass: ${describeMeasurement(misfit)}.`, {
        context: { deviceId },
      });
    return { ...state, unit };
  },
};

const owePhase: RunPhase = {
  name: 'owe',
  shows: null,
  until: 'its registration was written down',
  usesPort: false,
  run: async (state, context) => {
    await rechecked(state, context, () =>
      writeDownDebt(found(state.unit).deviceId, state.unwritten, context.line, context.rules),
    );
    return { ...state, unwritten: [] };
  },
};

const registerPhase: RunPhase = {
  name: 'register',
  shows: 'registering',
  until: 'it was registered, which goes on by itself',
  usesPort: false,
  run: async (state, context) => {
    const verdict = await awaitRegistration(
      found(state.unit).deviceId,
      { ...context.line, product: context.rules.product },
      context,
    );
    if (verdict.colour !== 'green') return { ...state, verdict };
    return { ...state, confirmed: verdict, verdict: context.rules.label === null ? verdict : null };
  },
};

const labelPhase: RunPhase = {
  name: 'label',
  shows: 'labelling',
  until: 'its label was printed',
  usesPort: false,
  run: async (state, { notice, ...context }) => ({
    ...state,
    verdict: await labelUnit({
      ...context,
      deviceId: found(state.unit).deviceId,
      confirmed: found(state.confirmed),
      onNotice: notice,
    }),
  }),
};

/** A run, in this order. */
export const runPhases: readonly RunPhase[] = [
  rejectPhase,
  openPhase,
  identifyPhase,
  readPhase,
  goldenPhase,
  comparePhase,
  checkPhase,
  serialNumberPhase,
  gatesPhase,
  owePhase,
  registerPhase,
  labelPhase,
];

/** Between the check and the writing, the registrar may have sent a pair that was to give way: then the unit contradicts it. */
const rechecked = async (
  { unit, reading }: RunState,
  { line, rules }: RunContext,
  write: () => Promise<void>,
): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (found(unit).gaveWay.length > 0 && PaclineError.is(error, 'internal fault'))
      await checkUnit(found(reading).identity, line.journal, rules.pacList);
    throw error;
  }
};
