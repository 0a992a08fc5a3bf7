import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import type { Dialect } from '../../firmware-protocols/index.ts';
import type { SimulatedModem, SimulatedUnit } from '../../firmware-protocols/simulator.ts';
import { beginExchange, type Exchange } from '../../src/dialect/exchange.ts';
import type { TranscriptExchange } from '../../src/dialect/transcript.ts';

/** Start bit, eight data bits, stop bit. */
const bitsPerByte = 10;

/** What a dialogue takes with a host that takes no time itself, by its causes; the three are added up. */
export interface LeastTime {
  /** Bytes at the dialect's speed. What travels at the same time in both directions, as an echo does, is counted once. */
  readonly wireMs: number;
  /** Between a request and its answer, as the simulated modem declares it. */
  readonly thinkingMs: number;
  /** Asked for by the definition: before a request, or behind an answer that has no other end. */
  readonly silenceMs: number;
}

interface Arrival {
  readonly byte: string;
  readonly at: number;
}

/**
 * A board of its own that is told what another one was told, on a wire without latency, and by a host that says the next
 * request in the very moment in which the definition finds the answer complete. All is computed; nothing is waited for.
 */
export class PerfectHost {
  readonly #definition: DialectDefinition;
  #modem: SimulatedModem;

  constructor({ definition, powerOn }: Dialect, unit: SimulatedUnit) {
    this.#definition = definition;
    this.#modem = powerOn(unit).modem;
  }

  /** Goes through the commands of a session that were asked one after another; the board stays as they leave it. */
  follow(exchanges: readonly TranscriptExchange[]): LeastTime {
    const asked = exchanges.flatMap(({ command, args }) => (command === null ? [] : [this.#begin(command, args)]));
    const atOnce = this.#pass(asked, { thinking: false });
    const real = this.#pass(asked, { thinking: true });
    this.#modem = real.modem;
    return {
      wireMs: atOnce.endsAt - atOnce.silenceMs,
      thinkingMs: real.endsAt - atOnce.endsAt,
      silenceMs: atOnce.silenceMs,
    };
  }

  #begin(name: string, args: unknown): Exchange {
    const command: AnyCommand | undefined = this.#definition.commands[name];
    if (command === undefined) throw new Error(`${this.#definition.id} has no command ${name}`);
    return beginExchange(this.#definition, command, args);
  }

  #pass(
    asked: readonly Exchange[],
    { thinking }: { readonly thinking: boolean },
  ): { readonly endsAt: number; readonly silenceMs: number; readonly modem: SimulatedModem } {
    const byteMs = (bitsPerByte * 1000) / this.#definition.serial.baudRate;
    let modem = this.#modem;
    let onTheWire: Arrival[] = [];
    let [now, hearsAt, speaksAt, silenceMs] = [0, 0, 0, 0];
    for (const exchange of asked) {
      now += exchange.quietBeforeMs ?? 0;
      silenceMs += exchange.quietBeforeMs ?? 0;
      onTheWire = onTheWire.filter(({ at }) => at > now);
      for (const byte of exchange.request) {
        hearsAt = Math.max(hearsAt, now) + byteMs;
        now += exchange.characterGapMs;
        const reaction = modem.receive(byte);
        modem = reaction.modem;
        for (const { bytes, afterMs } of reaction.replies) {
          speaksAt = Math.max(speaksAt, hearsAt) + (thinking ? afterMs : 0);
          for (const spoken of bytes) onTheWire.push({ byte: spoken, at: (speaksAt += byteMs) });
        }
      }
      const completeAt = completion(exchange, onTheWire);
      const waited = completeAt === null ? (exchange.silenceMs ?? exchange.timeoutMs) : 0;
      silenceMs += waited;
      now = Math.max(now, completeAt ?? onTheWire.at(-1)?.at ?? now) + waited;
    }
    return { endsAt: now, silenceMs, modem };
  }
}

/** When the definition finds the answer complete; null where silence has to tell. */
const completion = (exchange: Exchange, arrivals: readonly Arrival[]): number | null => {
  const isComplete = (bytes: string): boolean => exchange.judge(bytes, { silent: false }).state !== 'pending';
  let received = '';
  if (isComplete(received)) return 0;
  for (const { byte, at } of arrivals) {
    received += byte;
    if (isComplete(received)) return at;
  }
  return null;
};
