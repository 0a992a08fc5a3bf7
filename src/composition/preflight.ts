import type { Backend } from '../backend/backend.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Product } from '../domain/product.ts';

export interface PreflightOptions {
  readonly signal: AbortSignal;
  /** Told what a person should know before the first unit, as a sentence. */
  readonly say: (sentence: string) => void;
}

/** What would refuse every unit stops the line before the first; a network that is down does not: units go amber. @throws PaclineError with the backend's reason */
export const preflight = async (
  backend: Pick<Backend, 'preflight'>,
  product: Product,
  { signal, say }: PreflightOptions,
): Promise<void> => {
  try {
    for (const { severity, code, message } of (await backend.preflight(product, { signal })).findings) {
      if (severity === 'block') throw new PaclineError(code, message);
      say(`${message} (${code})`);
    }
  } catch (error) {
    if (!PaclineError.is(error) || error.entry.retry !== 'later') throw error;
    say(`${error.message}\n  The line goes on; units are amber until the backend is back.`);
  }
};
