import { DeviceId } from '../../domain/device-id.ts';
import type { JournalReader } from '../../journal/journal.ts';
import type { Registry } from '../../simulator/backend/world/registry.ts';
import type { DemoSeat } from '../../simulator/bench/demo-bench.ts';
import type { Seating } from '../../simulator/bench/robot-operator.ts';
import type { Console } from '../shared/console.ts';
import { verdictMark } from '../shared/marks.ts';

interface DemoOutcome {
  readonly seats: readonly DemoSeat[];
  readonly seatings: readonly Seating[];
  readonly journal: JournalReader;
  readonly world: Registry;
  readonly console: Console;
}

/** The closing table: every unit, what was wrong with it, what happened and why. True when every unit got what it deserves. */
export const reportDemo = async ({ seats, seatings, journal, world, console }: DemoOutcome): Promise<boolean> => {
  let allDeserved = true;
  if (!console.json)
    console.result(
      {},
      `\n${console.styled('bold', 'unit     device ID  modem     what is wrong with it          verdict  why')}`,
    );
  for (const seat of seats) {
    const mine = seatings.filter(({ unit }) => unit.name === seat.name);
    const parsed = DeviceId.parse(seat.simulated.deviceId);
    const registration = parsed.ok ? await journal.registration(parsed.value) : null;
    const { committed } = world.creates(seat.simulated.deviceId);
    const deserved = isDeserved(seat, mine, { state: registration?.state ?? null, committed });
    allDeserved &&= deserved;
    const wrong =
      [...seat.unit.faults, ...(seat.unit.backend === 'nothing special' ? [] : [seat.unit.backend])].join(', ') || '-';
    for (const [index, { verdict, deviceId, slot, run }] of mine.entries()) {
      const last = index === mine.length - 1;
      const later = last && verdict.colour === 'amber' && registration !== null ? ` → ${registration.state} later` : '';
      const mark = last && !deserved ? console.styled('red', '  NOT WHAT IT DESERVES') : '';
      console.result(
        {
          event: 'unit',
          unit: seat.name,
          slot,
          run,
          deviceId,
          dialect: seat.unit.dialect,
          wrong,
          ...verdict,
          registration: last ? (registration?.state ?? null) : null,
          creates: committed,
          deserved,
        },
        `${(index === 0 ? seat.name : '').padEnd(8)} ${(deviceId ?? '--------').padEnd(10)} ${seat.unit.dialect.padEnd(9)} ${(index === 0 ? wrong : 'seated again').padEnd(30)} ${verdictMark(verdict, console)}  ${verdict.code}${later}${mark}`,
      );
    }
    if (mine.length === 0) console.result({ event: 'unit', unit: seat.name, deserved }, `${seat.name}: never judged`);
  }
  const creates = world.createCounter.entries().filter(({ kind }) => kind === 'committed').length;
  const registered = new Set(
    world.createCounter
      .entries()
      .filter(({ kind }) => kind === 'committed')
      .map(({ deviceId }) => deviceId),
  ).size;
  console.result(
    { event: 'end', units: seats.length, creates, registered, deserved: allDeserved },
    `\n${seats.length} units, ${registered} newly registered by ${creates} creates${creates === registered ? ', none twice' : ': SOME TWICE'}. ${allDeserved ? console.styled('green', 'Every unit got the verdict it deserves.') : console.styled('red', 'Some unit did not get the verdict it deserves.')}`,
  );
  return allDeserved;
};

const isDeserved = (
  { unit }: DemoSeat,
  seatings: readonly Seating[],
  end: { readonly state: string | null; readonly committed: number },
): boolean =>
  seatings.length === unit.verdicts.length &&
  seatings.every(
    ({ verdict }, index) =>
      verdict.colour === unit.verdicts[index]?.colour && verdict.code === unit.verdicts[index].code,
  ) &&
  end.state === unit.registration &&
  end.committed === (unit.registration === 'confirmed' && unit.backend !== 'registered by us before' ? 1 : 0);
