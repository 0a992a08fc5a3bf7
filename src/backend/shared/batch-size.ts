import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { HttpRequest } from '../http/http-client.ts';

/** The backend takes requests of 10 MB; the margin is for what stands around the parts. @source the deck on end-product certificates, of API v1; no text of v2 repeats it */
export const maxBatchBytes = 9_900_000;

/** Bytes of one part of a batch as it is sent, with the comma behind it. */
export const encodedLength = (part: object): number => Buffer.byteLength(JSON.stringify(part)) + 1;

/** The request with its body encoded, once. A batch that is too large is a fault of whoever cut it: a refusal by the backend would be laid upon its units. */
export const encodeBatch = (request: HttpRequest & { readonly body: object }): HttpRequest => {
  const body = Buffer.from(JSON.stringify(request.body));
  if (body.length > maxBatchBytes + envelopeBytes)
    throw new PaclineError(
      'internal fault',
      `A batch of ${body.length} bytes was about to be sent; the backend takes 10 MB.`,
      { context: { bytes: body.length } },
    );
  return { ...request, body };
};

/** Device type, certificate and prefix. */
const envelopeBytes = 1_000;
