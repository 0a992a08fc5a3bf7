import { within } from '../async/within.ts';
import type { Clock } from '../domain/clock.ts';
import type { ErrorCode } from '../domain/errors/error-table.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { fault, fromError, type Finding } from './finding.ts';

/** One part of the station that can be looked at. Looking changes nothing and sends nothing but questions. */
export interface Check {
  readonly name: string;
  /** What it is when this check does not come back. */
  readonly whenItHangs: ErrorCode;
  /** Default 10 s. */
  readonly limitMs?: number;
  /** May throw: an error is a finding too. */
  run(options: { readonly signal: AbortSignal }): Promise<readonly Finding[]>;
}

export interface CheckResult {
  readonly check: string;
  readonly findings: readonly Finding[];
}

interface ExamineOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const usualLimitMs = 10_000;

/** Begins all checks at once and gives their findings in the order of the list. @throws the signal's reason */
export async function* examine(
  checks: readonly Check[],
  options: ExamineOptions,
): AsyncGenerator<CheckResult, void, undefined> {
  const running = checks.map((check) => ({ check: check.name, findings: examineOne(check, options) }));
  // All of them end by the signal at once, and only one is being waited for
  for (const { findings } of running) findings.catch(() => undefined);
  for (const { check, findings } of running) yield { check, findings: await findings };
}

const examineOne = async (check: Check, { clock, signal }: ExamineOptions): Promise<readonly Finding[]> => {
  const limitMs = check.limitMs ?? usualLimitMs;
  const over = new AbortController();
  const stop = { signal: AbortSignal.any([signal, over.signal]) };
  const looked = async (): Promise<readonly Finding[]> => {
    try {
      return await check.run(stop);
    } catch (error) {
      stop.signal.throwIfAborted();
      return [
        PaclineError.is(error)
          ? fromError(check.name, error)
          : fault(check.name, 'internal fault', `A fault of pacline: ${String(error)}.`),
      ];
    }
  };
  try {
    const findings = await within(limitMs, looked(), { clock, signal });
    return (
      findings ?? [
        fault(
          check.name,
          check.whenItHangs,
          `No answer within ${limitMs / 1000} s; what else there is to look at here is not known.`,
        ),
      ]
    );
  } finally {
    over.abort();
  }
};
