import { expect, test } from 'vitest';
import { openApi } from '../api-bench.ts';
import { startScriptedServer } from '../scripted-server.ts';
import { accepted } from './accepted.ts';

test.each(accepted)('$what comes to what the documented answer says', async ({ status, answer, call, result }) => {
  await using server = await startScriptedServer(() => (answer === undefined ? { status } : { status, json: answer }));
  await using bench = openApi(server.base);
  expect(await call(bench.api)).toEqual(result);
  expect(server.requests).toHaveLength(1);
});
