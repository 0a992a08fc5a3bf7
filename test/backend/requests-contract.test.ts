import { describe, expect, it } from 'vitest';
import { differences, isDescriptionMissing, readDescription, tellIfMissing } from '../support/api-description.ts';
import { openApi } from './api-bench.ts';
import { startScriptedServer } from './scripted-server.ts';
import { accepted } from './v2/accepted.ts';

tellIfMissing('the contract of the client of API v2');

const named = accepted.map((one) => ({ ...one, title: `${one.what}, ${one.operation.join(' ')}` }));

describe.skipIf(isDescriptionMissing)('the client of API v2 and the official API description agree', () => {
  it.each(named)('on $title', async ({ operation: [method, path], status, answer, call }) => {
    const api = readDescription();
    const operation = api.paths[path]?.[method];
    expect(operation, 'the call is described').toBeDefined();

    await using server = await startScriptedServer(() =>
      answer === undefined ? { status } : { status, json: answer },
    );
    await using bench = openApi(server.base);
    await call(bench.api);
    const [sent] = server.requests;
    expect(sent?.method).toBe(method.toUpperCase());
    expect(sent?.path).toMatch(new RegExp(`^/v2${path.replaceAll(/\{\w+\}/g, '[0-9A-Za-z]+')}$`));

    const parameters = operation?.parameters ?? [];
    const queries = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    expect(
      [...(sent?.query.keys() ?? [])].filter((name) => !queries.includes(name)),
      'queries that are not described',
    ).toEqual([]);

    const body = parameters.find((parameter) => parameter.in === 'body')?.schema;
    expect(sent?.body === null, 'a body where one is described').toBe(body === undefined);
    if (body !== undefined) expect(differences(sent?.body, body, api)).toEqual([]);

    const response = operation?.responses[status];
    expect(response, `status ${status} is described`).toBeDefined();
    if (answer !== undefined) expect(differences(answer, response?.schema ?? {}, api)).toEqual([]);
  });
});
