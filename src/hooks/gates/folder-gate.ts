import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeviceId } from '../../domain/device-id.ts';
import type { Gate, GateAnswer, GateUnit } from '../../station/gate.ts';
import { reasonOr } from './gate-words.ts';
import type { NoAnswerRule } from '../hook-setting.ts';
import { readCsvResults, readJsonResult, type ResultFile } from './result-files.ts';

interface SeenFile {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  readonly size: number;
  readonly content: ResultFile;
}

/** The radio tester's verdicts from a folder: `<deviceId>.json` and the rows of `.csv` files. The newest file with a word on the unit counts. */
export class FolderGate implements Gate {
  readonly name = 'the result of the radio test';
  readonly #folder: string;
  readonly #noAnswer: NoAnswerRule;
  /** CSV files as they were read last, so that a long one is not read for each unit. */
  #lists: ReadonlyMap<string, SeenFile> = new Map();

  constructor({ folder, noAnswer }: { readonly folder: string; readonly noAnswer: NoAnswerRule }) {
    this.#folder = folder;
    this.#noAnswer = noAnswer;
  }

  async ask({ deviceId }: GateUnit, { signal }: { readonly signal: AbortSignal }): Promise<GateAnswer> {
    const answer = await this.#answer(deviceId).catch((error: unknown) =>
      this.#missing(
        `${this.#folder} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'fault without a code'})`,
      ),
    );
    signal.throwIfAborted();
    return answer;
  }

  async #answer(deviceId: DeviceId): Promise<GateAnswer> {
    const files = await this.#filesFor(deviceId);
    const [newest] = files
      .filter(({ content }) => content.results.has(deviceId))
      .toSorted((a, b) => b.changedAt - a.changedAt);
    const result = newest?.content.results.get(deviceId) ?? null;
    if (newest !== undefined && result?.verdict === 'pass') return { kind: 'allowed' };
    if (newest !== undefined && result !== null)
      return {
        kind: 'refused',
        code: 'result refused',
        reason: reasonOr(result.reason, `${newest.name} says that ${deviceId} failed`),
      };
    const faulty = newest ?? files.find(({ content }) => content.fault !== null);
    const none = `no result for ${deviceId} in ${this.#folder}`;
    return faulty === undefined
      ? { ...this.#missing(none), isReached: true }
      : this.#missing(`${none}; ${faulty.name} cannot be understood: ${faulty.content.fault ?? ''}`);
  }

  async #filesFor(deviceId: DeviceId): Promise<readonly SeenFile[]> {
    const names = await readdir(this.#folder);
    const own = names
      .filter((name) => isOwn(name, deviceId))
      .map((name) => this.#look(name, undefined, (path) => readJsonResult(path, deviceId)));
    const lists = await Promise.all(
      names
        .filter((name) => /\.csv$/i.test(name))
        .map((name) => this.#look(name, this.#lists.get(name), readCsvResults)),
    );
    this.#lists = new Map(lists.map((file) => [file.name, file]));
    return [...(await Promise.all(own)), ...lists];
  }

  async #look(
    name: string,
    before: SeenFile | undefined,
    read: (path: string) => Promise<ResultFile>,
  ): Promise<SeenFile> {
    const path = join(this.#folder, name);
    const { mtimeMs: changedAt, size } = await stat(path);
    if (before !== undefined && before.changedAt === changedAt && before.size === size) return before;
    return { name, changedAt, size, content: await read(path) };
  }

  #missing(reason: string): Extract<GateAnswer, { kind: 'no answer' }> {
    return { kind: 'no answer', code: 'result missing', reason, rule: this.#noAnswer };
  }
}

/** Testers write IDs with and without leading zeros, in either case. */
const isOwn = (name: string, deviceId: DeviceId): boolean => {
  if (!/\.json$/i.test(name)) return false;
  const id = DeviceId.parse(name.slice(0, -'.json'.length));
  return id.ok && id.value === deviceId;
};
