import { productOfSetting, stationName } from '../../composition/station-config.ts';
import type { GateToCheck } from '../../doctor/checks/check-gates.ts';
import type { HookToCheck } from '../../doctor/checks/check-hooks.ts';
import type { ProductToCheck } from '../../doctor/checks/check-product.ts';
import type { Clock } from '../../domain/clock.ts';
import { DeviceId } from '../../domain/device-id.ts';
import { required } from '../../domain/parsed.ts';
import { openGates } from '../../hooks/compose-hooks.ts';
import type { GateSettings } from '../../hooks/hook-setting.ts';
import type { Gate, GateUnit } from '../../station/gate.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { isJournalKept } from '../../journal/witness/against-witness.ts';
import type { Settings } from '../../settings/settings.ts';
import type { ProductSetting } from '../../settings/tables/product.ts';
import { listHooks } from '../hooks/hook-list.ts';

/* What doctor's checks are given that stands partly in the settings and partly in the journal. */

export interface DoctorPlace {
  readonly settings: Settings;
  readonly stateFolder: string;
  readonly journalFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

export const hooksToCheck = async ({ settings, journalFile, ...place }: DoctorPlace): Promise<readonly HookToCheck[]> =>
  lookingInto(journalFile, async (journal) =>
    (await listHooks(settings.hooks, { ...place, journal })).map(({ setting, state, refusal }) => ({
      name: setting.name,
      target:
        setting.kind === 'folder'
          ? { kind: setting.kind, folder: setting.folder }
          : { kind: setting.kind, url: setting.url },
      deliveredTo: state?.deliveredUpTo ?? null,
      failing:
        state === null || state.since === null
          ? null
          : { since: state.since, why: state.lastFailure?.message ?? 'why is not known' },
      refusal,
    })),
  );

/** Each gate alone, so that one that cannot be opened hides no other. */
export const gatesToCheck = ({ settings: { route, result }, environment }: DoctorPlace): readonly GateToCheck[] => [
  ...(route === undefined
    ? []
    : [
        {
          table: 'route',
          where: route.kind === 'url' ? route.url : route.list,
          noAnswer: route.noAnswer,
          open: () => onlyGate({ route }, environment),
        } as const,
      ]),
  ...(result === undefined
    ? []
    : [
        {
          table: 'result',
          where: result.kind === 'url' ? result.url : result.folder,
          noAnswer: result.noAnswer,
          open: () => onlyGate({ result }, environment),
        } as const,
      ]),
];

const onlyGate = async (settings: GateSettings, environment: DoctorPlace['environment']): Promise<Gate> => {
  const [gate] = await openGates(settings, { environment });
  if (gate === undefined) throw new PaclineError('internal fault', 'A gate of the settings was not opened.');
  return gate;
};

/** The highest ID that may be: who records what is asked about it records it of no unit of the line. */
export const unitToAskAbout = ({ settings }: DoctorPlace): GateUnit => ({
  deviceId: required(DeviceId.parse('FFFFFFFE')),
  serialNumber: null,
  product: settings.products[0]?.name ?? 'doctor',
  order: null,
  slot: 'doctor',
  station: stationName(settings),
});

/** Every product with what its orders still need. */
export const productsToCheck = async ({ settings, journalFile }: DoctorPlace): Promise<readonly ProductToCheck[]> =>
  lookingInto(journalFile, async (journal) => {
    const checked: ProductToCheck[] = [];
    for (const product of settings.products)
      checked.push({
        product: productOfSetting(product),
        remaining: await remaining(product, settings, journal, isJournalKept(journalFile)),
      });
    return checked;
  });

/** null where no order of the product has a quantity, and where the journal is there but cannot be read. */
const remaining = async (
  { name }: ProductSetting,
  { orders }: Settings,
  journal: JournalReader | null,
  isThere: boolean,
): Promise<number | null> => {
  const counted = orders.flatMap(({ name: order, product, quantity }) =>
    product === name && quantity !== null ? [{ order, quantity }] : [],
  );
  if (counted.length === 0 || (journal === null && isThere)) return null;
  let left = 0;
  for (const { order, quantity } of counted)
    left += Math.max(0, quantity - ((await journal?.countOfOrder(order, ['confirmed'])) ?? 0));
  return left;
};

/** With null where there is no journal or it cannot be read: its own check says why. */
const lookingInto = async <T>(path: string, work: (journal: JournalReader | null) => Promise<T>): Promise<T> => {
  const journal = await openOrNull(path);
  try {
    return await work(journal);
  } finally {
    await journal?.close();
  }
};

const openOrNull = async (path: string): Promise<JournalReader | null> => {
  try {
    return await openJournalReader({ path });
  } catch (error) {
    if (PaclineError.is(error)) return null;
    throw error;
  }
};
