import { ask, type Procedure } from '../procedure.ts';

/** The downlink frequency belongs to one zone alone; some modules print a leading zero. */
const zones: Readonly<Record<number, string>> = {
  869_525_000: 'RC1',
  905_200_000: 'RC2',
  922_200_000: 'RC3',
  922_300_000: 'RC4',
};

export const zoneOf = (hertz: unknown): string | null => zones[Number(hertz)] ?? null;

/** Two numbers. The published rule: with a first one of 0 or a second one below 3 the channels must be reset before an uplink. */
export const channels = (line: string): 'ready' | 'reset first' | null => {
  const [, first, second] = /^(\d+),(\d+)$/.exec(line) ?? [];
  if (first === undefined || second === undefined) return null;
  return Number(first) === 0 || Number(second) < 3 ? 'reset first' : 'ready';
};

/** In zones 2 and 4 an uplink is refused, or sent where it may not be, unless the channels are reset in time. */
export function* resetChannelsInTime(): Procedure<void> {
  const zone = yield* ask('readDownlinkHertz', zoneOf);
  if (zone !== 'RC2' && zone !== 'RC4') return;
  const state = yield* ask('readChannels', (answer) => answer);
  if (state === 'reset first') yield* ask('resetChannels', () => undefined);
}
