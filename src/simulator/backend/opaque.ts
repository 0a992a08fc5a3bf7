import { hash } from 'node:crypto';

/**
 * Scrambled bits as upper-case hex: the same text always gives the same digits and tells nothing by looking at it.
 * Serves for internal ids and for new PACs, so that a run can be repeated digit for digit; it protects nothing.
 */
export const opaqueHex = (text: string, { digits }: { readonly digits: 16 | 24 }): string => hash('sha256', text).slice(0, digits).toUpperCase();
