import type { DeviceId } from '../../domain/device-id.ts';
import type { JobFailure } from '../backend.ts';
import { jobFailureOf, type Hide } from '../shared/job-failures.ts';

interface LogOptions {
  /** What the request held, in its order. */
  readonly deviceIds: readonly DeviceId[];
  /** How many the backend says it changed. */
  readonly changed: number;
  readonly log: readonly string[];
  readonly hide: Hide;
}

/**
 * `Object INDEX - Field FIELD : MESSAGE` and `Object INDEX : MESSAGE`. Whether INDEX counts from 0 or from 1 is not
 * documented. It shows where an index is 0, or is as large as the request; else only a request of one tells its unit.
 */
export const logFailures = ({ deviceIds, changed, log, hide }: LogOptions): readonly JobFailure[] => {
  const lines = log.map((line) => ({ line, index: indexOf(line) }));
  const base = baseOf(
    lines.flatMap(({ index }) => index ?? []),
    deviceIds.length,
  );
  const failures = lines.map(({ line, index }): JobFailure => {
    const deviceId =
      deviceIds.length === 1 ? deviceIds[0] : index === null || base === null ? undefined : deviceIds[index - base];
    return {
      ...jobFailureOf({ deviceId: deviceId ?? null, message: line, system: false, hide }),
      ...(index === null ? {} : { index }),
    };
  });
  if (failures.length > 0 || changed >= deviceIds.length) return failures;
  return [
    {
      deviceId: null,
      words: `the backend changed ${changed} of ${deviceIds.length}, and does not say which, or why`,
      system: false,
    },
  ];
};

const indexOf = (line: string): number | null => {
  const digits = /^Object (\d{1,9})\b/i.exec(line)?.[1];
  return digits === undefined ? null : Number(digits);
};

const baseOf = (indexes: readonly number[], length: number): 0 | 1 | null => {
  if (indexes.includes(0)) return 0;
  return indexes.includes(length) ? 1 : null;
};
