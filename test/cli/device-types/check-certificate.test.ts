import { expect, onTestFinished, test } from 'vitest';

import { checkedCertificate } from '../../../src/cli/device-types/check-certificate.ts';
import { openApi, rejection, waiting } from '../../backend/api-bench.ts';
import { startScriptedServer, type Reply } from '../../backend/scripted-server.ts';
import { typeId } from './account.ts';

/** An account whose device type has units with these certificates. `instead`: what the list is answered with. */
const openFleet = async (keys: readonly string[], { instead }: { readonly instead?: Reply } = {}) => {
  const server = await startScriptedServer(({ path }) => {
    if (path === '/v2/devices/')
      return (
        instead ?? {
          status: 200,
          json: { data: keys.map((key, index) => ({ id: `A1000${index}`, name: 'm', productCertificate: { key } })) },
        }
      );
    return /^\/v2\/devices\/\w+\/certificate\/product$/.test(path)
      ? { status: 200, json: { key: keys[0], name: 'Tank', status: 1, radioConfigurations: [{ id: 0 }] } }
      : { status: 404, json: {} };
  });
  const { api } = openApi(server.base);
  onTestFinished(async () => {
    await api.close();
    await server[Symbol.asyncDispose]();
  });
  const said: string[] = [];
  const checked = checkedCertificate(typeId(1), { account: api, signal: waiting(), say: (text) => said.push(text) });
  return { checked, said };
};

test('a certificate that units have is taken, with what the backend tells of it', async () => {
  const { checked, said } = await openFleet(['P_0001_AFAF_01']);
  expect(await checked('P_0001_AFAF_01')).toEqual({ ok: true, value: 'P_0001_AFAF_01' });
  expect(said).toEqual(['  00A10000 has it: Tank, final, RC1']);
});

test('one that none has, where others have another, is refused once and taken when it is given again', async () => {
  const { checked } = await openFleet(['P_0001_AFAF_01', 'P_0001_AFAF_02']);
  expect(await checked('P_0001_AFAE_01')).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/have P_0001_AFAF_01, P_0001_AFAF_02, and none .* has P_0001_AFAE_01.*once more/),
  });
  expect(await checked('P_0001_AFAE_01')).toEqual({ ok: true, value: 'P_0001_AFAE_01' });
});

test('where no unit shows one, nothing can be told', async () => {
  const { checked, said } = await openFleet([]);
  expect(await checked('P_0001_AFAF_01')).toMatchObject({ ok: true });
  expect(said.join()).toContain('the first one that is registered will tell');
});

test('a backend that has trouble of its own takes no certificate away', async () => {
  const { checked, said } = await openFleet([], { instead: { status: 500, json: {} } });
  expect(await checked('P_0001_AFAF_01')).toMatchObject({ ok: true });
  expect(said.join()).toMatch(/not checked: .*\(backend fault\)/);
});

test('and Ctrl-C ends it', async () => {
  const over = new AbortController();
  const { api } = openApi((await startScriptedServer(() => 'silence')).base);
  onTestFinished(() => api.close());
  const failed = rejection(
    checkedCertificate(typeId(1), { account: api, signal: over.signal, say: () => undefined })('P_0001_AFAF_01'),
  );
  over.abort(new Error('Ctrl-C'));
  expect(await failed).toMatchObject({ message: 'Ctrl-C' });
});
