import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import { modemFaults, type ModemFault } from '../../firmware-protocols/simulator.ts';
import { parseTranscript, type Transcript, type TranscriptExchange } from '../../src/dialect/transcript.ts';

export const protocolsFolder = join(import.meta.dirname, '../../firmware-protocols');

export const folders = readdirSync(protocolsFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Each dialect with its name, in the form that `it.each` likes. */
export const everyDialect: readonly (readonly [string, Dialect])[] = dialects.map((dialect) => [
  dialect.definition.id,
  dialect,
]);

export const transcriptNames = (id: string): readonly string[] =>
  globSync(`${id}/transcripts/*.transcript`, { cwd: protocolsFolder })
    .map((path) => basename(path))
    .toSorted();

const transcript = (id: string, name: string): Transcript => {
  const parsed = parseTranscript(readFileSync(join(protocolsFolder, id, 'transcripts', name), 'utf8'));
  if ('badLine' in parsed) throw new Error(`${id}/transcripts/${name}:${parsed.badLine}: ${parsed.reason}`);
  return parsed.transcript;
};

/** Every transcript of every dialect, for `it.each`. */
export const everyTranscript: readonly (readonly [string, Dialect, Transcript])[] = dialects.flatMap((dialect) =>
  transcriptNames(dialect.definition.id).map(
    (name) => [`${dialect.definition.id}/${name}`, dialect, transcript(dialect.definition.id, name)] as const,
  ),
);

/** The header's `faults: quiet, refusing`: in which condition the modem was. */
export const faultsOf = ({ header }: Transcript): ReadonlySet<ModemFault> =>
  new Set((header['faults'] ?? '').split(', ').flatMap((word) => modemFaults.filter((fault) => fault === word)));

export const said = (exchange: TranscriptExchange, direction: 'to modem' | 'from modem'): string =>
  exchange.entries
    .filter((entry) => entry.direction === direction)
    .map(({ bytes }) => bytes)
    .join('');
