import { readFile } from 'node:fs/promises';

import type { Command } from 'commander';

import type { DialectDefinition, Evidence } from '../../firmware-protocols/contract.ts';
import { allDialects, dialectNamed } from '../compose.ts';
import { describeDialect } from '../dialect/describe-dialect.ts';
import { escapeBytes } from '../dialect/escape.ts';
import { replayTranscript } from '../dialect/replay.ts';
import { parseTranscript } from '../dialect/transcript.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { acting, type CommandContext } from './command-context.ts';
import type { Console } from './console.ts';

/** From the firmest to the weakest. */
const grades: readonly Evidence[] = ['log', 'test-code', 'host-run', 'manual', 'source-format', 'assumed'];

export const addProtocols = (program: Command, context: CommandContext): void => {
  const protocols = program.command('protocols').description('how modems speak: what is known, how well, and the tool of those who add one');

  protocols
    .command('list')
    .description('every dialect: speed, what is read, how well it is known')
    .action(acting(context, async (_, console) => {
      for (const definition of allDialects) list(definition, console);
      return 0;
    }));

  protocols
    .command('show')
    .description('one dialect: models, commands with effect and source, open questions')
    .argument('<dialect>')
    .action(acting(context, async (_, console, id = '') => show(dialectNamed(id).definition, console)));

  protocols
    .command('export')
    .description('every dialect as JSON, one a line with --json, for other tools')
    .action(acting(context, async (_, console) => {
      for (const definition of allDialects) {
        const described = describeDialect(definition);
        console.result(described, JSON.stringify(described, null, 2));
      }
      return 0;
    }));

  protocols
    .command('check')
    .description('replay a captured transcript against its dialect and say what did not match')
    .argument('<transcript>', 'a file in the format of firmware-protocols/*/transcripts, or as `pacline identify --bytes` prints it')
    .option('--dialect <dialect>', 'which dialect, where the file has no "# dialect:" line')
    .action(acting<{ dialect?: string }>(context, async ({ dialect }, console, path = '') => check(path, dialect, console)));
};

const evidenceOf = ({ commands }: DialectDefinition, name: 'readDeviceId' | 'readPac'): Evidence | null => commands[name]?.source.evidence ?? null;

const list = (definition: DialectDefinition, console: Console): void => {
  const { id, title, serial, identify, models } = definition;
  const [deviceId, pac] = [evidenceOf(definition, 'readDeviceId'), evidenceOf(definition, 'readPac')];
  console.result(
    { dialect: id, title, baudRate: serial.baudRate, identify: identify.mode, deviceId, pac, models },
    `${id.padEnd(20)} ${String(serial.baudRate).padStart(6)}  ${identify.mode.padEnd(10)}  ID ${(deviceId ?? 'open question').padEnd(13)}  PAC ${(pac ?? 'not from the modem').padEnd(18)}  ${title}`,
  );
};

const show = (definition: DialectDefinition, console: Console): number => {
  const { id, title, models, serial, framing, sources, commands, openQuestions = {}, identify } = definition;
  const known = sources.toSorted((a, b) => grades.indexOf(a.evidence) - grades.indexOf(b.evidence));
  console.result(describeDialect(definition), [
    `${id}: ${title}`,
    `models    ${models.join(', ')}`,
    `serial    ${serial.baudRate} 8N1, ends a command with ${escapeBytes(framing.commandEnd) || 'nothing'}, ${identify.mode === 'automatic' ? 'found by itself' : 'only where it is named'}`,
    ...known.map(({ evidence, where }) => `source    ${evidence.padEnd(13)} ${where}`),
    ...Object.entries(commands).map(([name, { effect, summary, source }]) => `command   ${name.padEnd(24)} ${effect.padEnd(10)} ${source.evidence.padEnd(13)} ${summary}`),
    ...Object.entries(openQuestions).map(([name, question]) => `open      ${name}: ${question}`),
  ].join('\n'));
  return 0;
};

const check = async (path: string, named: string | undefined, console: Console): Promise<number> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new PaclineError('bad usage', `The transcript ${path} cannot be read.`, { cause: error });
  });
  const parsed = parseTranscript(text);
  if ('badLine' in parsed) throw new PaclineError('bad usage', `${path}:${parsed.badLine}: ${parsed.reason}.`);
  const id = named ?? parsed.transcript.header['dialect'];
  if (id === undefined) throw new PaclineError('bad usage', `${path} does not say which dialect it is in; add a line "# dialect: …" or give --dialect.`);
  const exchanges = replayTranscript(dialectNamed(id).definition, parsed.transcript);
  for (const { command, meaning, mismatches } of exchanges) {
    const mark = mismatches.length === 0 ? console.styled('green', '● fits') : console.styled('red', '■ does not fit');
    console.result({ command, ...meaning, mismatches }, [`${mark}  ${command}  ${JSON.stringify(meaning)}`, ...mismatches.map((mismatch) => `    ${mismatch}`)].join('\n'));
  }
  if (exchanges.length === 0) console.remark('The transcript performs no command: "@ perform <command>" begins one.');
  return exchanges.length > 0 && exchanges.every(({ mismatches }) => mismatches.length === 0) ? 0 : 1;
};
