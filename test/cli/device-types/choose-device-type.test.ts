import { directAccess } from '../../../src/backend/http/network-access.ts';
import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';
import { VirtualClock } from '../../support/virtual-clock.ts';

import { Credentials } from '../../../src/backend/http/credentials.ts';
import { chooseDeviceType } from '../../../src/cli/device-types/choose-device-type.ts';
import { Console } from '../../../src/cli/shared/console.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { login, password, rejection, waiting } from '../../backend/api-bench.ts';
import { deadBase } from '../../backend/scripted-server.ts';
import { openAccount, threeTypes, typeId } from './account.ts';
import { talk } from './talk.ts';

/** Somebody who registers a unit and has not said where. */
const choose = (
  url: string,
  { json = false, ...options }: { readonly isTerminal?: boolean; readonly json?: boolean } = {},
) => {
  const person = talk(options);
  const out = new PassThrough().resume() as unknown as NodeJS.WriteStream;
  const context = {
    environment: {},
    clock: systemClock,
    signal: waiting(),
    out,
    err: person.err,
    exit: () => undefined,
  };
  const access = {
    url,
    version: 'v2',
    credentials: new Credentials({ login, password }),
    network: directAccess,
  } as const;
  return {
    chosen: chooseDeviceType({
      access,
      context,
      console: new Console({ json, out, err: person.err, clock: new VirtualClock() }),
      input: person.input,
    }),
    person,
  };
};

test('at a terminal a device type is chosen from the list', async () => {
  const { server } = await openAccount(threeTypes);
  const { chosen, person } = choose(server.base);
  await person.answer(/number of the list.*: /, '2');
  expect(await chosen).toBe(typeId(2));
  expect(person.said()).toContain(`Device types that this API user can see at ${server.host}:`);
});

test.each([{ isTerminal: false }, { json: true }])(
  'where nobody can be asked the way to find one is said, and nothing is sent: %o',
  async (options) => {
    const { server } = await openAccount(threeTypes);
    const error = await rejection(choose(server.base, options).chosen);
    expect(error).toMatchObject({
      code: 'bad usage',
      message: expect.stringContaining('`pacline device-types` lists what there is'),
    });
    expect(server.requests).toEqual([]);
  },
);

test('who sees none is told so, and is asked nothing', async () => {
  const { server } = await openAccount([]);
  expect(await rejection(choose(server.base).chosen)).toMatchObject({
    code: 'no rights',
    message: expect.stringContaining('shows this API user no device type'),
  });
});

test('without a backend there is nothing to choose from', async () => {
  expect(await rejection(choose(await deadBase()).chosen)).toMatchObject({ code: 'backend unreachable' });
});

test('Ctrl-C says that nothing was registered', async () => {
  const { server } = await openAccount(threeTypes);
  const { chosen, person } = choose(server.base);
  const failed = rejection(chosen);
  await person.answer(/number of the list.*: /, '\u0003', '');
  expect(await failed).toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('nothing was registered'),
  });
});
