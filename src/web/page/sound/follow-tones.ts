import type { TileSlot } from '../../bench-state.ts';
import type { BenchStore } from '../live/bench-store.ts';
import { Value } from '../shared/value.ts';
import { toneFor, tones, type ToneName } from './tones.ts';

/** A red that nobody went to is told once more, in ms. */
const repeatRedMs = 20_000;
const staleEveryMs = 10_000;
/** Of greens that come in a row one is heard, in ms. */
const greenEveryMs = 1000;
const volume = 0.2;

/** Whether the browser lets this page be heard: it wants a key or a touch first. */
export const isSoundBlocked = new Value(false);

/** Plays what the bench has to say, for as long as the page is open. */
export const followTones = (store: BenchStore, { isMuted }: { readonly isMuted: Value<boolean> }): void => {
  const player = new TonePlayer();
  let before: ReadonlyMap<string, TileSlot> = new Map();
  let greenAt = 0;
  let repeat: ReturnType<typeof setTimeout> | undefined;
  const play = (tone: ToneName): void => {
    if (!isMuted.value) player.play(tone);
  };
  store.onSlots((slots) => {
    const isFirst = before.size === 0;
    const tone = isFirst ? null : toneFor(before, slots);
    before = store.slots.value;
    if (tone === null) return;
    if (tone === 'green' && performance.now() - greenAt < greenEveryMs) return;
    if (tone === 'green') greenAt = performance.now();
    play(tone);
    if (tone !== 'red') return;
    clearTimeout(repeat);
    repeat = setTimeout(() => {
      if ([...store.slots.value.values()].some(({ state, colour }) => state === 'judged' && colour === 'red'))
        play('red');
    }, repeatRedMs);
  });
  let scannedAt: number | null = null;
  store.summary.onChange(() => {
    const scan = store.summary.value?.lastScan ?? null;
    const isNew = scannedAt !== null && scan !== null && scan.at !== scannedAt;
    scannedAt = scan?.at ?? 0;
    if (isNew && scan.code !== null) play('red');
  });
  let stale: ReturnType<typeof setInterval> | undefined;
  store.isStale.onChange(() => {
    clearInterval(stale);
    if (!store.isStale.value) return;
    play('stale');
    stale = setInterval(() => play('stale'), staleEveryMs);
  });
};

class TonePlayer {
  readonly #context = new AudioContext();

  constructor() {
    const look = (): void => {
      isSoundBlocked.value = this.#context.state !== 'running';
    };
    const resume = (): void => void this.#context.resume().then(look, look);
    this.#context.addEventListener('statechange', look);
    for (const kind of ['keydown', 'pointerdown'] as const) document.addEventListener(kind, resume, { capture: true });
    resume();
    look();
  }

  play(tone: ToneName): void {
    const context = this.#context;
    if (context.state !== 'running') return;
    const { wave, beats } = tones[tone];
    for (const { hertz, fromMs, lengthMs } of beats) {
      const oscillator = new OscillatorNode(context, { type: wave, frequency: hertz });
      const gain = new GainNode(context, { gain: 0 });
      const from = context.currentTime + fromMs / 1000;
      const to = from + lengthMs / 1000;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(volume, from + 0.01);
      gain.gain.setValueAtTime(volume, to - 0.02);
      gain.gain.linearRampToValueAtTime(0, to);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(from);
      oscillator.stop(to);
    }
  }
}
