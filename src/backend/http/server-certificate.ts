import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect, type Certificate, type PeerCertificate } from 'node:tls';

import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Trust } from './authorities.ts';

/** What a server shows in its handshake. */
export interface Handshake {
  /** The code of the reason; null: the certificate is accepted. */
  readonly refusal: string | null;
  /** null: none was shown. */
  readonly certificate: ShownCertificate | null;
}

export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** The names it is good for. */
  readonly names: string;
  /** In ms since the epoch. */
  readonly validFrom: number | null;
  readonly validTo: number | null;
}

interface HandshakeOptions {
  readonly hostname: string;
  readonly port: number;
  /** What the certificate is judged by. */
  readonly trust: Trust;
  /** A tunnel to the server; left out: directly. */
  readonly socket?: Socket;
  readonly signal: AbortSignal;
}

/** A handshake and nothing more: no byte is sent in it, so the certificate may be looked at even where it is not accepted. */
export const shakeHands = async ({
  hostname,
  port,
  trust,
  socket: tunnel,
  signal,
}: HandshakeOptions): Promise<Handshake> => {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({
    ...trust,
    host,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(tunnel === undefined ? {} : { socket: tunnel }),
    rejectUnauthorized: false,
  });
  // Stays on: a socket that is destroyed may still have something to say
  socket.on('error', () => undefined);
  try {
    await once(socket, 'secureConnect', { signal });
    // A code, though the types say Error
    const refusal: unknown = socket.authorizationError;
    return {
      refusal: socket.authorized ? null : typeof refusal === 'string' ? refusal : 'no reason',
      certificate: shown(socket.getPeerCertificate()),
    };
  } finally {
    socket.destroy();
    tunnel?.destroy();
  }
};

const shown = (certificate: PeerCertificate): ShownCertificate | null =>
  Object.keys(certificate).length === 0
    ? null
    : {
        subject: nameOf(certificate.subject),
        issuer: nameOf(certificate.issuer),
        names: plain(certificate.subjectaltname ?? ''),
        validFrom: timeOf(certificate.valid_from),
        validTo: timeOf(certificate.valid_to),
      };

const nameOf = ({ CN, O }: Partial<Certificate>): string => {
  const [name, ...more] = [CN, O].filter((part) => part !== undefined).map((part) => plain(part));
  if (name === undefined) return 'nobody named';
  return `"${name}"${more.map((part) => ` (${part})`).join('')}`;
};

const longestName = 100;

/** Written by a stranger. */
const plain = (text: string | readonly string[]): string =>
  (typeof text === 'string' ? text : text.join(', ')).replaceAll(/\p{C}/gu, '').slice(0, longestName);

const timeOf = (text: string): number | null => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
};

/** Why a certificate is not accepted, as half a sentence, and what to do, as another. */
export interface ExplainedRefusal {
  readonly reason: string;
  readonly remedy: string;
}

/** `place`: whose certificate it is, such as `api.sigfox.com` or `the proxy proxy.example:3128`. */
export const explainRefusal = (
  place: string,
  { refusal, certificate }: Handshake & { readonly refusal: string },
): ExplainedRefusal => {
  const { why, remedy } = explanations(certificate)[refusal] ?? {
    why: `the check says ${refusal}`,
    remedy: ownAuthority,
  };
  const whose =
    certificate === null ? '' : `; it names ${certificate.subject}, and was issued by ${certificate.issuer}`;
  return { reason: `the certificate of ${place} is not accepted: ${why}${whose}`, remedy };
};

const ownAuthority =
  'if that issuer is your own (a proxy that looks into TLS, a server of the factory), ' +
  'name its certificate by caFile in [backend] or by NODE_EXTRA_CA_CERTS; else do not go on';
const clock = 'check the clock of this computer; if it is right, tell whoever runs the server';

const explanations = (
  certificate: ShownCertificate | null,
): Readonly<Record<string, { readonly why: string; readonly remedy: string }>> => {
  const unknownIssuer = { why: 'this computer does not know who issued it', remedy: ownAuthority };
  return {
    DEPTH_ZERO_SELF_SIGNED_CERT: { why: 'it is signed by itself', remedy: ownAuthority },
    SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
    UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
    CERT_HAS_EXPIRED: { why: `it ended on ${day(certificate?.validTo)}`, remedy: clock },
    CERT_NOT_YET_VALID: { why: `it is valid from ${day(certificate?.validFrom)} only`, remedy: clock },
    ERR_TLS_CERT_ALTNAME_INVALID: {
      why: `it is good for other names (${certificate?.names || 'none'})`,
      remedy: 'check the address that was given, and whether something else answers in its place',
    },
  };
};

const day = (at: number | null | undefined): string =>
  at === null || at === undefined ? 'a day that cannot be read' : new Date(at).toISOString().slice(0, 10);

/** The error of a connection that ended because of the certificate; `handshake`: what a second look found there. */
export const notTrusted = (place: string, error: CertificateFault, handshake: Handshake | null): PaclineError => {
  const { reason, remedy } = explainRefusal(place, {
    refusal: error.code,
    certificate: handshake?.certificate ?? null,
  });
  return new PaclineError('backend not trusted', `${reason}; ${remedy}`, {
    context: { place, refusal: error.code },
    cause: error,
  });
};

interface CertificateFault extends Error {
  readonly code: string;
}

export const isCertificateFault = (error: unknown): error is CertificateFault =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && certificateFaults.has(error.code);

/** @source X509 certificate error codes, as the TLS page of Node lists them, and its own for a name that does not fit */
const certificateFaults: ReadonlySet<string> = new Set(
  `ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE
  UNABLE_TO_DECRYPT_CRL_SIGNATURE UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE CERT_NOT_YET_VALID
  CERT_HAS_EXPIRED CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD ERROR_IN_CERT_NOT_AFTER_FIELD ERROR_IN_CRL_LAST_UPDATE_FIELD
  ERROR_IN_CRL_NEXT_UPDATE_FIELD DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY
  UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_CHAIN_TOO_LONG CERT_REVOKED INVALID_CA PATH_LENGTH_EXCEEDED INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED`.split(
    /\s+/,
  ),
);
