import { dialects } from '../../../firmware-protocols/index.ts';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { dialectNamed } from '../../../src/composition/dialects.ts';
import { openLine } from '../../../src/composition/open-line.ts';
import { ProductCertificate } from '../../../src/domain/product-certificate.ts';
import { openStates } from '../../../src/domain/registration.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { madeUpUnit } from '../../../src/simulator/boards/made-up-unit.ts';
import { operate, type SeatedUnit } from '../../../src/simulator/bench/robot-operator.ts';
import { plainRules } from '../../../src/station/line-rules.ts';
import { VirtualBench } from '../../../src/simulator/bench/virtual-bench.ts';
import { fastClock } from './fast-clock.ts';
import { FatalJournal, type PowerCut } from './fatal-journal.ts';

/** The same boards at every start: more than there are slots, so that some are seated while others are judged. */
export const shiftUnits = Array.from({ length: 12 }, (_, index) => madeUpUnit(null, index));

const slots = Array.from({ length: 8 }, (_, index) => `slot ${index + 1}`);

/** Time passes so many times faster than outside, so that the limits of the backend's client and the registrar's rounds cost little. */
const timesFaster = 20;
/** 20 ms outside. */
const absentAfterMs = 400;

const boards = (): readonly SeatedUnit[] => {
  const dialect = dialects.find(({ definition }) => definition.id === 'ax-wisol');
  if (dialect === undefined) throw new Error('the dialect is gone');
  return shiftUnits.map((unit) => ({ name: unit.deviceId, board: { dialect, unit, wireFaults: [] } }));
};

const certificateOf = (text: string): ProductCertificate => {
  const parsed = ProductCertificate.parse(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

export interface Shift {
  readonly stateFolder: string;
  readonly backendUrl: string;
  /** Null: the power holds. */
  readonly cut: PowerCut | null;
}

/** Seats all boards, sees each of them judged, and waits until nothing is owed. Resolves with the appends that this took. */
export const runShift = async ({ stateFolder, backendUrl, cut }: Shift): Promise<FatalJournal['appends']> => {
  const clock = fastClock(timesFaster);
  const journals: FatalJournal[] = [];
  const bench = new VirtualBench({ clock, pace: 'at once' });
  const rules = plainRules(
    {
      name: 'Power cut',
      deviceTypeId: demoIds.deviceType,
      certification: { kind: 'certificate', certificate: certificateOf('P_00A1_C077_01') },
      namePrefix: '',
    },
    { dialect: dialectNamed('ax-wisol').definition },
  );
  const line = await openLine(
    {
      stateFolder,
      station: 'power-cut',
      access: { url: backendUrl, credentials: new Credentials(demoUsers.writer) },
      timing: { absentAfterMs },
      openJournalAt: async (options) => {
        const journal = new FatalJournal(await openJournal(options), cut);
        journals.push(journal);
        return journal;
      },
      settings: { station: { contactBounceMs: 0, amberAfterMs: 60_000 } },
      rules,
      slots: slots.map((name) => ({ name, port: name, presence: 'port' })),
    },
    { clock, ports: bench },
  );
  const [journal] = journals;
  if (journal === undefined) throw new Error('the line opened no journal');

  const over = new AbortController();
  const running = line.run({ signal: over.signal });
  const work = async (): Promise<void> => {
    await operate({
      bench,
      station: line.station,
      slots,
      units: boards(),
      handlingMs: 0,
      clock,
      signal: over.signal,
      seatAgain: () => null,
    });
    await journal.until(async () =>
      (await journal.registrations(openStates, { limit: 1 })).length === 0 ? true : null,
    );
    over.abort(new Error('shift over'));
  };
  try {
    // A line that fails is the end of the work, too
    await Promise.all([running, Promise.race([work(), running])]);
  } finally {
    over.abort(new Error('shift over'));
    await line.close();
  }
  return journal.appends;
};
