import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** What the certificates of servers are judged by. Said out loud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it back. */
export interface Trust {
  readonly rejectUnauthorized: true;
  readonly secureContext?: SecureContext;
}

/** `authorities`: PEM certificates besides those that this computer trusts anyway, NODE_EXTRA_CA_CERTS among them. */
export const trustIn = (authorities: readonly string[]): Trust => ({
  rejectUnauthorized: true,
  ...(authorities.length === 0
    ? {}
    : { secureContext: createSecureContext({ ca: [...getCACertificates('default'), ...authorities] }) }),
});

const onePem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a PEM file. @throws PaclineError bad settings */
export const readAuthorities = (path: string): readonly string[] => {
  const certificates = textOf(path).match(onePem) ?? [];
  if (certificates.length === 0)
    throw new PaclineError(
      'bad settings',
      `caFile ${path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`,
    );
  return certificates.map((certificate, index) => {
    try {
      return new X509Certificate(certificate).toString();
    } catch (error) {
      throw new PaclineError(
        'bad settings',
        `Certificate ${index + 1} of caFile ${path} cannot be read; export it again`,
        { cause: error },
      );
    }
  });
};

const textOf = (path: string): string => {
  try {
    if (!statSync(path).isFile()) throw Object.assign(new Error('not a file'), { code: 'not a file' });
    return readFileSync(path, 'latin1');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'fault';
    throw new PaclineError('bad settings', `caFile ${path} cannot be read (${code})`, { cause: error });
  }
};
