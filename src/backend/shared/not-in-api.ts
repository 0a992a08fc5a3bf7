import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Refused } from '../backend.ts';

/** What the API cannot do is said, and not asked. The sentence tells what to do instead, and ends without a full stop. */
export const refuseInApi = (words: string): Refused => ({ kind: 'refused', code: 'not in this api', words });

/** The same for a call that reads, to be thrown. */
export const notInApi = (sentence: string): PaclineError => new PaclineError('not in this api', sentence);
