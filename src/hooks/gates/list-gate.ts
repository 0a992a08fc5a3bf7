import { stat } from 'node:fs/promises';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import type { Gate, GateAnswer, GateUnit } from '../../station/gate.ts';
import { GateRowFault } from './gate-rows.ts';
import type { NoAnswerRule } from '../hook-setting.ts';
import { readRouteList, type RouteList } from './route-list.ts';

/** The route check by an imported list. A list that is changed while the line runs counts from the next unit on. */
export class ListGate implements Gate {
  readonly name = 'the route check';
  readonly #path: string;
  readonly #noAnswer: NoAnswerRule;
  /** Of the file as it was when it was read. */
  #reading: { readonly stamp: string; readonly list: Promise<RouteList> } | null = null;

  private constructor(path: string, noAnswer: NoAnswerRule) {
    this.#path = path;
    this.#noAnswer = noAnswer;
  }

  /** @throws PaclineError bad settings: no such list, or a bad row, named by its line */
  static async open({ path, noAnswer }: { readonly path: string; readonly noAnswer: NoAnswerRule }): Promise<ListGate> {
    const gate = new ListGate(path, noAnswer);
    try {
      await gate.#list();
    } catch (cause) {
      throw new PaclineError('bad settings', faultOf(path, cause), { context: { path }, cause });
    }
    return gate;
  }

  async ask(unit: GateUnit, { signal }: { readonly signal: AbortSignal }): Promise<GateAnswer> {
    const answer = await this.#list().then(
      (list): GateAnswer => {
        const refusal = list.refusal(unit);
        return refusal === null ? { kind: 'allowed' } : { kind: 'refused', code: 'route refused', reason: refusal };
      },
      (error: unknown): GateAnswer => ({
        kind: 'no answer',
        code: 'route unanswered',
        reason: faultOf(this.#path, error),
        rule: this.#noAnswer,
      }),
    );
    signal.throwIfAborted();
    return answer;
  }

  async #list(): Promise<RouteList> {
    const { mtimeMs, size, ino } = await stat(this.#path);
    const stamp = `${ino} ${size} ${mtimeMs}`;
    if (this.#reading?.stamp !== stamp) {
      const list = readRouteList(this.#path);
      this.#reading = { stamp, list };
    }
    return this.#reading.list;
  }
}

const faultOf = (path: string, error: unknown): string => {
  if (error instanceof GateRowFault) return `${path}, ${error.message}`;
  return `${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'fault without a code'})`;
};
