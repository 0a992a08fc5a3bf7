import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface ChildMeasure {
  readonly seconds: number;
  /** User and system time; null where the system has no /proc. */
  readonly cpuSeconds: number | null;
  /** The most memory it ever held; null where the system has no /proc. */
  readonly peakMegabytes: number | null;
}

export interface ChildOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Given to its standard input. */
  readonly input?: string;
}

const sampleMs = 20;
/** Linux counts processor time in hundredths of a second for every program. */
const ticksPerSecond = 100;

/** Runs a program to its end and looks at it all the while; what it prints is left out. @throws Error when it fails */
export const measureChild = async (
  program: string,
  args: readonly string[],
  { environment = {}, input = '' }: ChildOptions = {},
): Promise<ChildMeasure> => {
  const startedAt = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  // It may end before it has read anything
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let looked = look(child.pid);
  const timer = setInterval(() => (looked = look(child.pid) ?? looked), sampleMs);
  try {
    await once(child, 'close');
  } finally {
    clearInterval(timer);
  }
  if (child.exitCode !== 0)
    throw new Error(
      `${program} ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${complaint.slice(-2000)}`,
    );
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: looked?.cpuSeconds ?? null,
    peakMegabytes: looked?.peakMegabytes ?? null,
  };
};

const look = (pid: number | undefined): { readonly cpuSeconds: number; readonly peakMegabytes: number } | null => {
  try {
    // Its name stands in brackets and may hold anything; the times are the 12th and 13th column after it
    const columns = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peak === undefined
      ? null
      : {
          cpuSeconds: (Number(columns[11]) + Number(columns[12])) / ticksPerSecond,
          peakMegabytes: Number(peak) / 1024,
        };
  } catch {
    // No /proc, or it is over
    return null;
  }
};
