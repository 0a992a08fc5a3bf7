import { expect, test } from 'vitest';
import { BaseUrl } from '../../../src/backend/http/base-url.ts';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { identityOf } from '../../../src/backend/shared/identity.ts';
import { login, openApi, openApiV1, password } from '../api-bench.ts';

test.each([
  ['https://api.sigfox.com/v2', 'sigfox.com'],
  ['https://backend.sigfox.com/api', 'sigfox.com'],
  ['https://API.Sigfox.com:443/v2/', 'sigfox.com'],
  ['https://api.sigfox.com.example/v2', 'api.sigfox.com.example'],
  ['https://Mirror.example:8443/v2', 'mirror.example:8443'],
  ['http://127.0.0.1:8080/api', '127.0.0.1:8080'],
])('where registrations go by %s is told as %s, whatever the version of the API', (base, backend) => {
  expect(identityOf({ baseUrl: BaseUrl.parse(base), credentials: new Credentials({ login, password }) })).toEqual({
    backend,
    apiUser: login,
  });
});

test('both versions of the API at one place are one backend', async () => {
  await using v2 = openApi('http://127.0.0.1:9/v2');
  await using v1 = openApiV1({ host: '127.0.0.1:9' });
  expect(v1.api.identity).toEqual(v2.api.identity);
  expect([v1.api.singles, v2.api.singles]).toEqual(['as a job', 'at once']);
});
