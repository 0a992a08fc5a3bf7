import { describe, expect, test } from 'vitest';
import { BaseUrl } from '../../../src/backend/http/base-url.ts';
import { PaclineError } from '../../../src/domain/errors/pacline-error.ts';

const codeOf = (text: string): string => {
  try {
    BaseUrl.parse(text);
    return 'accepted';
  } catch (error) {
    return PaclineError.is(error) ? error.code : String(error);
  }
};

test.each([
  ['https://api.sigfox.com/v2', 'accepted'],
  ['http://127.0.0.1:8080/v2', 'accepted'],
  ['http://localhost:8080/v2', 'accepted'],
  ['http://[::1]:8080/v2', 'accepted'],
  ['http://api.sigfox.com/v2', 'backend insecure'],
  ['http://127.0.0.1.example.com/v2', 'backend insecure'],
  ['http://192.168.0.7/v2', 'backend insecure'],
  ['ftp://api.sigfox.com/v2', 'bad settings'],
  ['api.sigfox.com', 'bad settings'],
  ['https://user:secret@api.sigfox.com/v2', 'bad settings'],
  ['https://api.sigfox.com/v2?x=1', 'bad settings'],
])('%s is %s', (text, expected) => {
  expect(codeOf(text)).toBe(expected);
});

test('a password in the address is not repeated in the refusal', () => {
  expect(() => BaseUrl.parse('https://user:secret@api.sigfox.com/v2')).toThrow(/^(?!.*secret).*PACLINE_API_PASSWORD/);
});

test('the path of the base stands before every path, with or without a slash at its end', () => {
  expect(BaseUrl.parse('https://api.sigfox.com/v2').requestTarget('/devices/')).toBe('/v2/devices/');
  expect(BaseUrl.parse('https://gate.example/sigfox/v2/').requestTarget('/devices/')).toBe('/sigfox/v2/devices/');
  expect(BaseUrl.parse('https://gate.example').requestTarget('/devices/')).toBe('/devices/');
});

describe('a link in an answer', () => {
  const base = BaseUrl.parse('https://api.sigfox.com/v2');
  test.each([
    ['https://api.sigfox.com/v2/devices?offset=100', '/devices?offset=100'],
    ['http://api.sigfox.com/v2/devices?offset=100', '/devices?offset=100'],
    ['?offset=100', '/devices/?offset=100'],
    ['https://evil.example/v2/devices?offset=100', null],
    ['//evil.example/v2/devices', null],
    ['https://api.sigfox.com:8443/v2/devices', null],
    ['https://api.sigfox.com@evil.example/v2/devices', null],
    ['https://api.sigfox.com/v20/devices', null],
    ['https://api.sigfox.com/v2/../admin', null],
    ['https://[', null],
  ])('%s leads to %s', (link, expected) => {
    expect(base.pathWithin(link, '/devices/?limit=100')).toBe(expected);
  });
});
