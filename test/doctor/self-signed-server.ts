import { createServer } from 'node:https';

import { onTestFinished } from 'vitest';

import { portOf } from '../backend/scripted-server.ts';

/** Made for these tests and used nowhere else: nobody trusts it. Valid from 2026 to 2126. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjjCCATWgAwIBAgIUf7yPLvh1TkMeb/iGDprxlHKi65MwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRbWFkZSB1cCBmb3IgdGVzdHMwIBcNMjYxMTI1MjIzNDM0WhgP
MjEyNjExMDEyMjM0MzRaMBwxGjAYBgNVBAMMEW1hZGUgdXAgZm9yIHRlc3RzMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9R801F4u/8u4yDPVkbR1hAl052r36vwc
+WOZZdgP9/HetFUIpI6mfarz0g7PUzwBIs0m+X+9p0hXM/ggPPqMuaNTMFEwHQYD
VR0OBBYEFHaujwuDhgtHPpUjVpmUcIpt/KTmMB8GA1UdIwQYMBaAFHaujwuDhgtH
PpUjVpmUcIpt/KTmMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
AszrKUuPVkreyn9HXzlG7xCLqEw0fbppNKBPoAdGyA0CIBfBSvie6I0v/gJUXQXH
7ycvzpcplFjMb+DmUIQMDeXj
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJpuxVBpF/1UrzOId
OURDqMVMzovpOxcCUJlgOrBFxi6hRANCAAT1HzTUXi7/y7jIM9WRtHWECXTnavfq
/Bz5Y5ll2A/38d60VQikjqZ9qvPSDs9TPAEizSb5f72nSFcz+CA8+oy5
-----END PRIVATE KEY-----`;

/** An HTTPS server whose certificate no machine accepts; returns its base address and what it was asked. */
export const startSelfSignedServer = async () => {
  const requests: string[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `https://127.0.0.1:${portOf(server)}/v2`, requests };
};
