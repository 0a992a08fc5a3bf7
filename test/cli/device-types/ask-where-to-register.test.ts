import { expect, onTestFinished, test } from 'vitest';

import { askWhereToRegister } from '../../../src/cli/device-types/ask-where-to-register.ts';
import { rejection } from '../../backend/api-bench.ts';
import { openAccount, threeTypes, typeId, type ListedType } from './account.ts';
import { talk } from './talk.ts';

/** The question under way, and somebody who answers it. */
const ask = async (
  types: readonly ListedType[] | null,
  {
    usual = '',
    ...options
  }: {
    readonly usual?: string;
    readonly isTerminal?: boolean;
    readonly instead?: { readonly status: number; readonly json: unknown };
  } = {},
) => {
  const account = types === null ? null : await openAccount(types, options);
  const person = talk(options);
  const dialogue = person.openDialogue();
  onTestFinished(() => dialogue.close());
  return {
    chosen: askWhereToRegister(dialogue, usual, account?.api ?? null),
    person,
    requests: account?.server.requests ?? [],
  };
};

const inTheList = /number of the list.*: /;
const fromThePortal = /24 hex digits from the portal.*: /;

test('at a terminal the device types are shown, each with its contract or project, and one is chosen by its number', async () => {
  const { chosen, person } = await ask(threeTypes);
  await person.answer(inTheList, '2');
  expect(await chosen).toBe(typeId(2));
  expect(person.said()).toContain(`   1  ${typeId(1)}  "Gas meter"                     contract ${'c1'.repeat(12)}\n`);
  expect(person.said()).toContain(`   2  ${typeId(2)}  "Water meter"                   project ${'e1'.repeat(12)}\n`);
  expect(person.said()).toContain(`   3  ${typeId(3)}  "Tank \\"sensor\\""               no contract shown\n`);
});

test('a part of a name chooses the one that has it, and shows those that have it where there are several', async () => {
  const { chosen, person } = await ask(threeTypes);
  await person.answer(inTheList, 'meter');
  await person.answer(/More than one has "meter" in its name[^]*number of the list.*: /, 'Water');
  expect(await chosen).toBe(typeId(2));
});

test('a number speaks of the list that was shown last', async () => {
  const { chosen, person } = await ask([...threeTypes].toReversed());
  await person.answer(inTheList, 'meter');
  await person.answer(/More than one[^]*number of the list.*: /, '1');
  expect(await chosen).toBe(typeId(2));
});

test('an empty answer means what the flags said, or the only device type', async () => {
  const flagged = await ask(threeTypes, { usual: typeId(3) });
  await flagged.person.answer(inTheList, '');
  expect(await flagged.chosen).toBe(typeId(3));
  const only = await ask(threeTypes.slice(0, 1));
  await only.person.answer(inTheList, '');
  expect(await only.chosen).toBe(typeId(1));
});

test('what is neither a number of the list nor in a name is asked for again', async () => {
  const { chosen, person } = await ask(threeTypes);
  await person.answer(inTheList, '');
  await person.answer(/A number of the list.* expected\.[^]*number of the list.*: /, '9');
  await person.answer(/None of the device types.*"9" in its name[^]*number of the list.*: /, '3');
  expect(await chosen).toBe(typeId(3));
});

test('of an account with many only some are shown, and a part of the name finds the others', async () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    id: typeId(index),
    name: `Sensor ${String(index).padStart(3, '0')}`,
  }));
  const { chosen, person } = await ask(many);
  await person.answer(/and more: a part of the name finds them[^]*number of the list.*: /, 'sor 042');
  expect(await chosen).toBe(typeId(42));
  expect(person.said()).not.toContain('Sensor 030');
});

test.each([true, false])(
  'an ID that the account does not show is refused, and taken when it is given again (terminal: %s)',
  async (isTerminal) => {
    const { chosen, person } = await ask(threeTypes, { isTerminal });
    const question = isTerminal ? inTheList : fromThePortal;
    await person.answer(question, typeId(9));
    await person.answer(
      new RegExp(
        `shows this API user no device type ${typeId(9)}\\. Give it once more to take it all the same\\.[^]*${question.source}`,
      ),
      typeId(9),
    );
    expect(await chosen).toBe(typeId(9));
  },
);

test('a script is shown no list, and what it says is looked up', async () => {
  const { chosen, person, requests } = await ask(threeTypes, { isTerminal: false });
  await person.answer(fromThePortal, typeId(1));
  expect(await chosen).toBe(typeId(1));
  expect(requests.map(({ path }) => path)).toEqual([`/v2/device-types/${typeId(1)}`]);
});

test.each([
  { trouble: 'of its own', instead: { status: 500, json: {} }, says: /none: .*\(backend fault\)/ },
  { trouble: 'with the password', instead: { status: 401, json: {} }, says: /none: .*\(bad credentials\)/ },
  { trouble: 'with the rights', instead: { status: 403, json: {} }, says: /none: .*\(no rights\)/ },
])('a backend that has trouble $trouble does not end the questions', async ({ instead, says }) => {
  const { chosen, person } = await ask(threeTypes, { instead });
  await person.answer(fromThePortal, typeId(9));
  expect(await chosen).toBe(typeId(9));
  expect(person.said()).toMatch(says);
});

test('an account that shows no device type is told as such, and the ID is asked for', async () => {
  const { chosen, person } = await ask([]);
  await person.answer(fromThePortal, typeId(9));
  expect(await chosen).toBe(typeId(9));
  expect(person.said()).toContain('The backend shows this API user no device type. It shows those of the group');
});

test('without an account the ID alone is asked for', async () => {
  const { chosen, person } = await ask(null);
  await person.answer(fromThePortal, '00a1');
  await person.answer(/"00a1" is not 24 hex digits[^]*from the portal.*: /, typeId(9));
  expect(await chosen).toBe(typeId(9));
});

test('Ctrl-C ends it while the backend is waited for', async () => {
  const person = talk();
  const { api, server } = await openAccount(threeTypes, { instead: 'silence' });
  const dialogue = person.openDialogue();
  onTestFinished(() => dialogue.close());
  const failed = rejection(askWhereToRegister(dialogue, '', api));
  await server.received(1);
  person.input.write('\u0003');
  expect(await failed).toMatchObject({ code: 'interrupted' });
});
