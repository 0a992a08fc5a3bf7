import type { Delay } from './backend/world/delay.ts';

/**
 * How late a simulated backend's lists are where nobody asks for more, in ms. Assumed: how late the real one's are is published
 * nowhere; a simulation that is never late would let people build on that.
 */
export const usualListDelay: Delay = { minMs: 300, maxMs: 900 };
