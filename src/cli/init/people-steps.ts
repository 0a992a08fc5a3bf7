import { accepted, refused, type Parsed } from '../../domain/parsed.ts';
import type { Role } from '../../domain/role.ts';
import { parseBadgeCode, type BadgeSurroundings } from '../../settings/badge-code.ts';
import { hashBadge } from '../../settings/badge-hash.ts';
import type { PersonDraft } from '../../settings/file/station-draft.ts';
import { personKeys } from '../../settings/tables/person.ts';
import { WentBack, type Dialogue } from '../shared/dialogue.ts';
import { inSteps, type DialogueStep } from '../shared/in-steps.ts';
import { oneOf, optionalSettingOf } from './init-answers.ts';

type People = readonly PersonDraft[];

/** One person on the way through its questions; without a name there is no further one. */
interface PersonAnswers {
  readonly name?: string | undefined;
  readonly role: Role;
  readonly badge?: PersonDraft['badge'];
}

/**
 * Asks for one person after the other until there is no further one. `<` at a name goes back to the person before, who is asked for
 * anew. @throws WentBack at the first name
 */
export const askForPeople = async (dialogue: Dialogue, place: Omit<BadgeSurroundings, 'people'>): Promise<People> => {
  const people: PersonDraft[] = [];
  let again: PersonAnswers = nobodyYet;
  for (;;) {
    try {
      const { name, role, badge } = await inSteps(dialogue, personSteps(dialogue, { ...place, people }), {
        draft: again,
        atFirst: 'leave',
      });
      if (name === undefined || badge === undefined) return people;
      people.push({ name, role, badge });
      again = nobodyYet;
    } catch (error) {
      const before = people.pop();
      if (!(error instanceof WentBack) || before === undefined) throw error;
      again = before;
    }
  }
};

const nobodyYet: PersonAnswers = { role: 'operator' };

const personSteps = (dialogue: Dialogue, place: BadgeSurroundings): readonly DialogueStep<PersonAnswers>[] => [
  {
    ask: async (person) => ({
      ...person,
      name: await dialogue.ask({
        words: place.people.length === 0 ? 'Name of somebody with a badge or PIN' : 'And of the next',
        usual: person.name ?? '',
        parse: (answer) => {
          const parsed = optionalSettingOf(personKeys.name)(answer);
          return parsed.ok ? isNew(parsed.value, place.people) : parsed;
        },
      }),
    }),
  },
  {
    isAsked: ({ name }) => name !== undefined,
    ask: async (person) => ({
      ...person,
      role: await dialogue.ask({
        words: 'operator, technician or engineer',
        usual: person.role,
        parse: oneOf('operator', 'technician', 'engineer'),
      }),
    }),
  },
  {
    isAsked: ({ name }) => name !== undefined,
    ask: async (person) => ({
      ...person,
      badge: await hashBadge(
        await dialogue.askHidden({
          words: `Badge code or PIN of ${person.name}`,
          parse: (typed) => parseBadgeCode(typed, place),
        }),
      ),
    }),
  },
];

const isNew = (name: string | undefined, others: People): Parsed<string | undefined> =>
  others.some((person) => person.name === name) ? refused('bad usage', `${name} is there already`) : accepted(name);
