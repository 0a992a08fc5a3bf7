import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { PortHolder } from './port-holder.ts';

export type OpenFailure = 'port missing' | 'port forbidden' | 'port busy' | 'port fault';

/**
 * The native binding tells the system's error in words only; other bindings give a code. The first that fits counts.
 * Windows says "Access denied" of a port that another program has open: it has no rights on ports.
 */
const signs: readonly (readonly [OpenFailure, RegExp])[] = [
  ['port busy', /Cannot lock port|Port is locked|\bEBUSY\b|resource busy|Access denied/i],
  ['port missing', /\b(?:ENOENT|ENODEV|ENXIO)\b|No such (?:file|device)|File not found|Device not configured/i],
  ['port forbidden', /\b(?:EACCES|EPERM)\b|Permission denied|Operation not permitted/i],
];

export const classifyOpenError = (error: unknown): OpenFailure => {
  const text = wordsOf(error);
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'port fault';
};

export interface OpenCircumstances {
  /** The group that owns the port's node, where it can be read. */
  readonly group: string | null;
  /** Who has the port open, where it can be seen. */
  readonly holder: PortHolder | null;
  readonly cause: unknown;
}

/** The error for a person: what is in the way, and what to do. */
export const openFailed = (
  failure: OpenFailure,
  path: string,
  { group, holder, cause }: OpenCircumstances,
): PaclineError =>
  new PaclineError(failure, sentences[failure](path, { group, holder, cause }), {
    context: {
      path,
      ...(group === null ? {} : { group }),
      ...(holder === null ? {} : { holder: holder.program, holderPid: holder.pid }),
    },
    cause,
  });

const sentences: Record<OpenFailure, (path: string, circumstances: OpenCircumstances) => string> = {
  'port missing': (path) => `There is no serial port ${path}: check the cable; \`pacline ports\` lists what is there`,
  'port forbidden': (path, { group }) => {
    if (group === null) return `No right to open ${path}: ask the administrator for the right to read and write it`;
    // being in root's group is no way to a serial port: udev has not done its work, or has no rule
    if (group === 'root')
      return `No right to open ${path}, which belongs to root alone: plug it in again, or add a udev rule that gives it to dialout`;
    return `No right to open ${path}, which belongs to the group ${group}: run \`sudo usermod -aG ${group} $USER\` and log in again`;
  },
  'port busy': (path, { holder }) => {
    if (holder === null) return `${path} is held by another program: close that one`;
    const remedy =
      holder.program === 'ModemManager'
        ? 'it lets go of a new port after some 10 s, or tell it to leave this adapter alone'
        : 'close it';
    return `${path} is held by ${holder.program} (process ${holder.pid}): ${remedy}`;
  },
  'port fault': (path, { cause }) => `${path} cannot be used as a serial port: ${wordsOf(cause)}`,
};

const wordsOf = (error: unknown): string =>
  error instanceof Error
    ? `${'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''}${error.message.replace(/^Error:? /, '')}`
    : String(error);
