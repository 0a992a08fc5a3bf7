import { expect, test } from 'vitest';

import { chooseProxy } from '../../../src/backend/http/choose-proxy.ts';

const api = 'https://api.sigfox.com/v2';
const choose = (
  environment: Readonly<Record<string, string>>,
  { url = api, setting }: { readonly url?: string; readonly setting?: string } = {},
) => chooseProxy({ url, setting, environment });

test.each([
  [{}, null],
  [{ HTTPS_PROXY: '' }, null],
  [{ HTTPS_PROXY: 'http://a.example:3128' }, 'a.example:3128 by HTTPS_PROXY'],
  [{ https_proxy: 'http://a.example:3128', HTTPS_PROXY: 'http://b.example' }, 'a.example:3128 by https_proxy'],
  [{ HTTPS_PROXY: 'http://a.example', HTTP_PROXY: 'http://b.example' }, 'a.example by HTTPS_PROXY'],
  [{ HTTP_PROXY: 'http://b.example:8080' }, 'b.example:8080 by HTTP_PROXY'],
  [{ HTTPS_PROXY: 'a.example:3128' }, 'a.example:3128 by HTTPS_PROXY'],
  [{ ALL_PROXY: 'socks5://a.example' }, null],
])('of %o the proxy is %s', (environment, expected) => {
  const proxy = choose(environment);
  expect(proxy === null ? null : `${proxy.host} by ${proxy.namedBy}`).toBe(expected);
});

test.each([
  ['api.sigfox.com', api, false],
  ['sigfox.com', api, false],
  ['.sigfox.com', api, false],
  ['*.sigfox.com', api, false],
  ['fox.com', api, true],
  ['localhost, 10.0.0.1 SIGFOX.COM', api, false],
  ['*', api, false],
  ['api.sigfox.com:443', api, false],
  ['api.sigfox.com:8443', api, true],
  ['other.example', api, true],
  ['', api, true],
  ['[2001:db8::1]', 'https://[2001:db8::1]/v2', false],
  ['2001:db8::1', 'https://[2001:db8::1]/v2', false],
  ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/v2', false],
])('with NO_PROXY "%s", %s goes through the proxy: %s', (list, url, through) => {
  for (const name of ['NO_PROXY', 'no_proxy'])
    expect(choose({ HTTPS_PROXY: 'http://a.example', [name]: list }, { url }) !== null).toBe(through);
});

test.each(['http://localhost:8080/v2', 'https://127.0.0.1/v2', 'http://[::1]:8080/v2'])(
  '%s is on this machine and needs no proxy',
  (url) => {
    expect(
      choose({ HTTPS_PROXY: 'http://a.example', HTTP_PROXY: 'http://a.example' }, { url, setting: 'http://b.example' }),
    ).toBeNull();
  },
);

test('the proxy of the settings is for the backend alone, so it wins over what the environment says of the machine', () => {
  expect(choose({ HTTPS_PROXY: 'http://a.example', NO_PROXY: '*' }, { setting: 'http://b.example' })).toMatchObject({
    host: 'b.example',
    namedBy: '`proxy` in [backend]',
  });
});

test.each(['socks5://ada:s3cret@a.example', 'http://', 'http://ada:s3cret%@a.example'])(
  '%s is refused without being shown',
  (value) => {
    expect(() => choose({ HTTPS_PROXY: value })).toThrow(
      /^(?!.*s3cret)HTTPS_PROXY does not name an http proxy.*\(bad settings\)$/,
    );
  },
);
