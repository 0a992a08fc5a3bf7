/** Who a simulated modem is. IDs and PACs are made up. */
export interface SimulatedUnit {
  /** 8 hex digits. */
  readonly deviceId: string;
  /** 16 hex digits; a dialect without a PAC command ignores it. */
  readonly pac: string;
  readonly faults: ReadonlySet<ModemFault>;
}

/**
 * What can be wrong inside a modem, whatever its dialect:
 * - `mute`: it never answers;
 * - `echo on`: it repeats what it is sent, whether or not its kind does so;
 * - `unprovisioned`: it was never given credentials and reports the test values;
 * - `boot banner`: it prints its start-up text, if its kind has one, as if it had just been powered;
 * - `quiet`: it was left in a mode without result words, if its kind has one;
 * - `numeric`: it was left in a mode with digits for result words, if its kind has one;
 * - `refusing`: it is awake, but answers everything else with its error form;
 * - `no downlink`: the network never answers it;
 * - `asleep`: the first command it hears wakes it and is lost, if its kind does so;
 * - `busy`: a program of its own has the line, and hears nothing until it is stopped, if its kind runs programs;
 * - `old firmware`: it runs an earlier release, which is known to answer some commands differently.
 */
export const modemFaults = [
  'mute',
  'echo on',
  'unprovisioned',
  'boot banner',
  'quiet',
  'numeric',
  'refusing',
  'no downlink',
  'asleep',
  'busy',
  'old firmware',
] as const;

export type ModemFault = (typeof modemFaults)[number];

/** What a unit without credentials reports. @source STM32WL and Sigfox end-point firmware; others are assumed to do the same */
export const testIdentity = { deviceId: 'FEDCBA98', pac: '0000000000000000' } as const;

/** ID and PAC as this unit reports them. */
export const reportedIdentity = (unit: SimulatedUnit): Pick<SimulatedUnit, 'deviceId' | 'pac'> =>
  unit.faults.has('unprovisioned') ? testIdentity : unit;

/** Bytes that the modem sends `afterMs` after the request was complete, or after the reply before. */
export interface SimulatedReply {
  readonly bytes: string;
  readonly afterMs: number;
}

export interface Reaction {
  readonly modem: SimulatedModem;
  readonly replies: readonly SimulatedReply[];
}

/** A modem at one moment, as a value: receiving bytes gives the modem at the next moment and what it says. */
export interface SimulatedModem {
  receive(bytes: string): Reaction;
  /** A line has been begun: what becomes of it when it is not ended so long after its first byte. Left out: it waits for ever. */
  readonly unfinished?: { readonly afterMs: number; expire(): Reaction };
}

/** A modem being powered: its first state and its boot text. */
export type PowerOn = (unit: SimulatedUnit) => Reaction;

/** How one kind of modem treats a line, given to the shared loop. */
export interface LineModem<State> {
  /** Characters that end a command. Others are collected. */
  readonly terminators: string;
  /** Longest command; longer ones are cut, as a fixed buffer does. */
  readonly maxLength: number;
  /** What is sent back at once for each byte received, behind the line collected so far. */
  readonly echo: (state: State, byte: string, line: string) => string;
  /** What is said to a command that is too long; the line is forgotten then. Left out: it is cut, and nothing said. */
  readonly overflow?: (state: State) => string;
  /** What is said when a line is not ended so long after its first byte; it is forgotten then. Left out: it waits for ever. */
  readonly impatience?: { readonly afterMs: number; readonly text: string };
  /** The answer to a terminator without a command; left out: none. */
  readonly empty?: (state: State, terminator: string) => string;
  /** What a line does although no terminator came, as an escape sequence does; null: it is collected on. Left out: nothing. */
  readonly escape?: (state: State, line: string) => LineReaction<State> | null;
  /** The answer to one command without its terminator, and what follows it. */
  readonly react: (state: State, command: string, terminator: string) => LineReaction<State>;
}

export interface LineReaction<State> {
  readonly state: State;
  /** '' for no answer. */
  readonly text: string;
  readonly afterMs?: number;
  readonly later?: readonly SimulatedReply[];
}

/** The one AT loop of all simulators: collects a line, echoes, reacts. */
export const lineModem = <State>(kind: LineModem<State>, state: State, line = ''): SimulatedModem => ({
  receive(bytes) {
    const replies: SimulatedReply[] = [];
    let now = state;
    let collected = line;
    for (const byte of bytes) {
      const echo = kind.echo(now, byte, collected);
      if (echo !== '') replies.push({ bytes: echo, afterMs: 0 });
      const ended = kind.terminators.includes(byte);
      if (!ended && kind.overflow !== undefined && collected.length >= kind.maxLength) {
        collected = '';
        replies.push({ bytes: kind.overflow(now), afterMs: 0 });
        continue;
      }
      if (!ended && collected.length < kind.maxLength) collected += byte;
      const escaped = ended ? null : (kind.escape?.(now, collected) ?? null);
      if (!ended && escaped === null) continue;
      const command = collected;
      collected = '';
      if (command === '') {
        const prompt = kind.empty?.(now, byte) ?? '';
        if (prompt !== '') replies.push({ bytes: prompt, afterMs: 0 });
        continue;
      }
      const reaction = escaped ?? kind.react(now, command, byte);
      now = reaction.state;
      if (reaction.text !== '') replies.push({ bytes: reaction.text, afterMs: reaction.afterMs ?? 0 });
      replies.push(...(reaction.later ?? []));
    }
    return { modem: lineModem(kind, now, collected), replies };
  },
  ...(kind.impatience === undefined || line === '' ? {} : { unfinished: forgotten(kind, state, kind.impatience) }),
});

const forgotten = <State>(
  kind: LineModem<State>,
  state: State,
  { afterMs, text }: { readonly afterMs: number; readonly text: string },
) => ({
  afterMs,
  expire: (): Reaction => ({ modem: lineModem(kind, state), replies: [{ bytes: text, afterMs: 0 }] }),
});

/** A modem that hears and says nothing. */
export const muteModem: SimulatedModem = { receive: () => ({ modem: muteModem, replies: [] }) };
