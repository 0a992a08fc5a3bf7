import type { Command } from 'commander';

import type { DialectDefinition, Evidence } from '../../firmware-protocols/contract.ts';
import { allDialects, dialectNamed } from '../composition/dialects.ts';
import { describeDialect } from '../dialect/describe-dialect.ts';
import { escapeBytes } from '../dialect/escape.ts';
import { replayTranscript, type ReplayedExchange } from '../dialect/replay.ts';
import { parseTranscript } from '../dialect/transcript.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { readRegularFile } from '../machine/read-regular-file.ts';
import { commandAction, type CommandContext } from './shared/command-context.ts';
import type { Console } from './shared/console.ts';

/** From the firmest to the weakest. */
const grades: readonly Evidence[] = ['log', 'test-code', 'host-run', 'manual', 'source-format', 'assumed'];

export const addProtocols = (program: Command, context: CommandContext): void => {
  const protocols = program
    .command('protocols')
    .description('how modems speak: what is known, how well, and the tool of those who add one');

  protocols
    .command('list')
    .description('every dialect: speed, what is read, how well it is known')
    .action(
      commandAction(context, async (_, console) => {
        for (const definition of allDialects) list(definition, console);
        return 0;
      }),
    );

  protocols
    .command('show')
    .description('one dialect: models, commands with effect and source, open questions')
    .argument('<dialect>')
    .action(commandAction(context, async (_, console, id = '') => show(dialectNamed(id).definition, console)));

  protocols
    .command('export')
    .description('every dialect as one JSON list, or one a line with --json, for other tools')
    .action(
      commandAction(context, async (_, console) => {
        const described = allDialects.map(describeDialect);
        if (console.json) for (const one of described) console.result(one, '');
        else console.result({}, JSON.stringify(described, null, 2));
        return 0;
      }),
    );

  protocols
    .command('check')
    .description('replay captured transcripts against their dialects and say what did not match')
    .argument(
      '<transcript...>',
      'files in the format of firmware-protocols/*/transcripts, or as `pacline identify --bytes <file>` writes them',
    )
    .option('--dialect <dialect>', 'which dialect, where a file has no "# dialect:" line')
    .action(
      commandAction<{ dialect?: string }>(context, async ({ dialect }, console, ...files) =>
        checkAll(files, dialect, console),
      ),
    );
};

/** How well it is known, or why not. */
const evidenceOf = (
  { commands, openQuestions }: DialectDefinition,
  name: 'readDeviceId' | 'readPac',
): Evidence | 'open question' | null =>
  commands[name]?.source.evidence ?? (openQuestions?.[name] === undefined ? null : 'open question');

const list = (definition: DialectDefinition, console: Console): void => {
  const { id, title, serial, identify, models } = definition;
  const [deviceId, pac] = [evidenceOf(definition, 'readDeviceId'), evidenceOf(definition, 'readPac')];
  console.result(
    { dialect: id, title, baudRate: serial.baudRate, identify: identify.mode, deviceId, pac, models },
    `${id.padEnd(20)} ${String(serial.baudRate).padStart(6)}  ${identify.mode.padEnd(10)}  ID ${(deviceId ?? 'not from the modem').padEnd(18)}  PAC ${(pac ?? 'not from the modem').padEnd(18)}  ${title}`,
  );
};

const show = (definition: DialectDefinition, console: Console): number => {
  const { id, title, models, serial, framing, sources, commands, openQuestions = {}, identify } = definition;
  const known = sources.toSorted((a, b) => grades.indexOf(a.evidence) - grades.indexOf(b.evidence));
  console.result(
    describeDialect(definition),
    [
      `${id}: ${title}`,
      `models    ${models.join(', ')}`,
      `serial    ${serial.baudRate} 8N1, ends a command with ${escapeBytes(framing.commandEnd) || 'nothing'}, ${identify.mode === 'automatic' ? 'found by itself' : 'only where it is named'}`,
      ...known.map(({ evidence, where }) => `source    ${evidence.padEnd(13)} ${where}`),
      ...Object.entries(commands).map(
        ([name, { effect, summary, source }]) =>
          `command   ${name.padEnd(24)} ${effect.padEnd(10)} ${source.evidence.padEnd(13)} ${summary}`,
      ),
      ...Object.entries(openQuestions).map(([name, question]) => `open      ${name}: ${question}`),
    ].join('\n'),
  );
  return 0;
};

/** Exit code 0 when something was checked and all of it fits. */
const checkAll = async (files: readonly string[], dialect: string | undefined, console: Console): Promise<number> => {
  const checked: ReplayedExchange[] = [];
  for (const file of files) checked.push(...(await check(file, dialect, console)));
  return checked.length > 0 && checked.every(({ mismatches }) => mismatches.length === 0) ? 0 : 1;
};

const check = async (
  file: string,
  dialect: string | undefined,
  console: Console,
): Promise<readonly ReplayedExchange[]> => {
  const bytes = await readRegularFile(file, { mostBytes: 64 * 1024 * 1024 }).catch((error: unknown) => {
    throw new PaclineError('bad usage', `The transcript ${file} cannot be read.`, { cause: error });
  });
  const parsed = parseTranscript(bytes.toString('utf8'));
  if ('badLine' in parsed) throw new PaclineError('bad usage', `${file}:${parsed.badLine}: ${parsed.reason}.`);
  const id = dialect ?? parsed.transcript.header['dialect'];
  if (id === undefined)
    throw new PaclineError(
      'bad usage',
      `${file}:1: it does not say which dialect it is in; add a line "# dialect: …" or give --dialect.`,
    );
  const exchanges = replayTranscript(dialectNamed(id).definition, parsed.transcript);
  for (const exchange of exchanges) report(file, exchange, console);
  if (exchanges.length === 0) console.remark(`${file} performs no command: "@ perform <command>" begins one.`);
  return exchanges;
};

const report = (file: string, { number, command, meaning, mismatches }: ReplayedExchange, console: Console): void => {
  const outcome = mismatches.length > 0 ? 'does not fit' : meaning === null ? 'masked' : 'fits';
  const { colour, mark } = marks[outcome];
  const value = meaning !== null && 'value' in meaning ? meaning.value : null;
  const failure = meaning !== null && 'failure' in meaning ? meaning.failure : null;
  const means = meaning === null ? '' : `: ${failure ?? JSON.stringify(value)}`;
  console.result(
    { file, exchange: number, command, outcome, value, failure, mismatches },
    [
      `${console.styled(colour, mark)}  ${file}, exchange ${number}, ${command}${means}`,
      ...mismatches.map((mismatch) => `    ${mismatch}`),
    ].join('\n'),
  );
};

const marks = {
  fits: { colour: 'green', mark: '● fits' },
  masked: { colour: 'dim', mark: '○ masked' },
  'does not fit': { colour: 'red', mark: '■ does not fit' },
} as const;
