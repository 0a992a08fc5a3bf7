import { counted } from '../../domain/counted.ts';
import type { VerdictColour } from '../../domain/outcome.ts';
import { isOpen, registrationStates, type RegistrationState } from '../../domain/registration.ts';
import type { IntakeRecord, JournalReader } from '../../journal/journal.ts';
import { registrationCode } from '../../registrar/registration-result.ts';
import type { Console } from '../shared/console.ts';
import { marks } from '../shared/marks.ts';
import { utcSecond } from './run-line.ts';

/** Units that came by hand or in a file, as one line beside the runs: where they came from, and how they stand by now. */
export const tellIntake = async (
  intake: IntakeRecord,
  reader: Pick<JournalReader, 'registration' | 'countRegistrations'>,
  console: Console,
): Promise<void> => {
  if (intake.kind === 'typed') {
    const record = await reader.registration(intake.deviceId);
    const state = record?.state ?? null;
    const code = record === null ? null : registrationCode(record);
    const stands = state === null ? 'no registration' : `${state}${code === state ? '' : `, ${code}`}`;
    const line = `${lineHead(intake, colourOf(state), console)}  ${intake.deviceId}  by hand  ${stands}`;
    return console.result({ event: 'intake', ...intake, source: 'by hand', state, code }, line);
  }
  const { list, listing, units } = intake;
  // A file that is known by its name only cannot be told from another one of that name
  const counts = listing === null ? null : await reader.countRegistrations({ listing });
  const stands =
    counts === null
      ? 'by an earlier version, which kept no more'
      : registrationStates
          .flatMap((state) => (counts[state] === undefined ? [] : [`${counts[state]} ${state}`]))
          .join(', ');
  const worst =
    counts === null ? null : (['refused', 'owed', 'confirmed'] as const).find((state) => hasOf(counts, state));
  console.result(
    { event: 'intake', ...intake, source: `file ${list}`, states: counts },
    `${lineHead(intake, colourOf(worst ?? null), console)}  ${counted(units, 'unit').padEnd(8)}  file ${list}  ${stands}`,
  );
};

const lineHead = ({ at }: IntakeRecord, colour: VerdictColour | null, console: Console): string => {
  const mark = colour === null ? '…      ' : `${marks[colour].shape} ${marks[colour].word.padEnd(5)}`;
  return `${utcSecond(at)}  ${colour === null ? mark : console.styled(marks[colour].style, mark)}`;
};

const colourOf = (state: RegistrationState | null): VerdictColour | null => {
  if (state === null || state === 'withdrawn') return null;
  return state === 'confirmed' ? 'green' : state === 'refused' ? 'red' : 'amber';
};

/** `owed` stands for every open state. */
const hasOf = (counts: Readonly<Partial<Record<RegistrationState, number>>>, wanted: RegistrationState): boolean =>
  registrationStates.some(
    (state) => (counts[state] ?? 0) > 0 && (state === wanted || (wanted === 'owed' && isOpen(state))),
  );
