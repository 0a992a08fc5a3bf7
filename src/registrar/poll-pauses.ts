/** Pauses between looks at a job, in ms: small jobs are done within seconds, large ones take minutes. */
export function* pollPauses(): Generator<number, never> {
  for (let ms = 2000; ; ms = Math.min(ms * 1.5, 30_000)) yield ms;
}
