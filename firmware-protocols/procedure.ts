/** One step of a dialogue: perform this command with these arguments. */
export interface Ask {
  readonly command: string;
  readonly args?: unknown;
}

/**
 * A dialogue whose next step depends on the last answer, as a generator that yields commands and is sent their values.
 * A command that fails is thrown into it, coded; what it does not catch ends the procedure.
 */
export type Procedure<Value> = Generator<Ask, Value, unknown>;

/** Performs one command inside a procedure; `parse` gives the answer its type back. */
export function* ask<Value>(command: string, parse: (answer: unknown) => Value, args?: unknown): Procedure<Value> {
  return parse(yield { command, args });
}
