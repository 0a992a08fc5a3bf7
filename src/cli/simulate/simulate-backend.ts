import { InvalidArgumentError, Option, type Command } from 'commander';

import { untilAborted } from '../../async/until-aborted.ts';
import { demoIds, demoUsers, variedDemoWorld } from '../../simulator/backend/world/demo-world.ts';
import { parseFault } from '../../simulator/backend/faults/parse-fault.ts';
import { publishedLimits } from '../../simulator/backend/http/rate-limits.ts';
import { Registry } from '../../simulator/backend/world/registry.ts';
import { hideable, type Hideable, type Reticence } from '../../simulator/backend/faults/reticence.ts';
import { startSimulatedBackend, type SimulatedBackendOptions } from '../../simulator/backend/server.ts';
import { parseDelay, usualListDelay, type Delay } from '../../simulator/backend/world/delay.ts';
import { collected } from '../shared/arguments.ts';
import { required, asSentence } from '../../domain/parsed.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { loopbackAddress } from './simulate-printer.ts';

interface BackendOptions {
  readonly listen: string;
  readonly fault: readonly string[];
  readonly limits: boolean;
  readonly listDelay?: Delay;
  readonly jobDelay?: Delay;
  readonly jobMs?: Delay;
  readonly jobUnitMs: Delay;
  readonly prompt?: boolean;
  readonly seed: number;
  readonly hide: readonly Hideable[];
  readonly refuseFields?: boolean;
  readonly certificateName?: boolean;
  readonly idsAsText?: boolean;
  readonly deviceTypes: number;
  readonly callback: 'alive' | 'dead' | 'none';
  readonly undelivered: number;
  readonly timeFactor: number;
}

/** What an asynchronous job takes, in ms: it was seen to take a few seconds for a few units. */
const usualJobMs = 2000;
const largestTimeFactor = 100_000;
const faultExamples =
  'lost-after-commit:3, 500:2-4, 429:10%, latency:150, html, lost-after-commit@bulk, 429@poll, lost-before-commit@list, job-partial, job-missing:2, job-endless, job-forgotten, job-stranger, …';

export const addBackend = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('backend')
    .description('serve a simulated Sigfox backend (API v2 and v1) and print its address; until Ctrl-C')
    .option('--listen <address>', 'loopback address and port; port 0 takes a free one', '127.0.0.1:0')
    .addOption(
      new Option('--fault <fault>', `what goes wrong, may be repeated: ${faultExamples}`)
        .argParser(collected)
        .default([]),
    )
    .option('--no-limits', 'do not enforce the published rate limits')
    .option(
      '--list-delay <ms|min-max>',
      `how late lists and look-ups show a change, for each unit its own (default: ${written(usualListDelay)})`,
      delayArgument,
    )
    .option('--job-delay <ms|min-max>', 'how late jobs begin (default: 0)', delayArgument)
    .option(
      '--job-ms <ms|min-max>',
      `how long a bulk job takes; 0: done when first asked for (default: ${usualJobMs})`,
      delayArgument,
    )
    .option('--job-unit-ms <ms|min-max>', 'how much longer for every unit', delayArgument, 0)
    .option(
      '--prompt',
      'nothing is late: lists show at once, jobs are done when first asked for, where no option says otherwise',
    )
    .option('--seed <n>', 'of the delays that are drawn', wholeNumberArgument, 1)
    .addOption(
      new Option('--hide <fields>', `what the API user may not see, between commas: ${hideable.join(', ')}`)
        .argParser(hideArgument)
        .default([]),
    )
    .option('--refuse-fields', 'refuse every request that asks for fields')
    .option('--certificate-name', 'show certificates in the form of 2018, by name and without a key')
    .option('--ids-as-text', 'compare IDs as texts, as the backend prints them: without leading zeros')
    .option(
      '--device-types <n>',
      'so many device types more, with a project and without callbacks',
      wholeNumberArgument,
      0,
    )
    .addOption(
      new Option('--callback <state>', 'the callback of the device type')
        .choices(['alive', 'dead', 'none'])
        .default('alive'),
    )
    .option('--undelivered <n>', 'so many messages that it did not get', wholeNumberArgument, 0)
    .option(
      '--time-factor <n>',
      'how many times faster than published the windows of the rate limits pass',
      timeFactorArgument,
      1,
    )
    .action(
      commandAction<BackendOptions>(context, async (options, console) => {
        const { clock, signal } = context;
        const { listen, fault, limits, timeFactor, seed: latenessSeed } = options;
        const lateness = latenessOf(options);
        const backend = await startSimulatedBackend({
          listen: loopbackAddress(listen),
          world: new Registry(
            variedDemoWorld({
              furtherDeviceTypes: options.deviceTypes,
              callback: options.callback,
              undelivered: options.undelivered,
              now: clock.now(),
            }),
          ),
          clock,
          signal,
          faults: fault.map((word) => required(parseFault(word))),
          limits: limits ? publishedLimits : [],
          timeFactor,
          latenessSeed,
          ...lateness,
          reticence: reticenceOf(options),
        });
        const { url, urlV1 } = backend;
        console.result({ url, urlV1, login: demoUsers.writer.login, deviceTypeId: demoIds.deviceType }, url);
        console.remark(
          `${manners(lateness)}\nTo use it:\n  export PACLINE_API_URL=${url} PACLINE_API_LOGIN=${demoUsers.writer.login} PACLINE_API_PASSWORD=${demoUsers.writer.password}\n  the same world through API v1: ${urlV1}\n  device type ${demoIds.deviceType}; the login and password open nothing but this simulation`,
        );
        await untilAborted(signal);
        await backend.close();
        return 0;
      }),
    );
};

interface Lateness extends Required<Pick<SimulatedBackendOptions, 'pace'>> {
  readonly listDelay: Delay;
}

const latenessOf = ({ prompt, listDelay, jobDelay = 0, jobMs, jobUnitMs }: BackendOptions): Lateness => ({
  listDelay: listDelay ?? (prompt ? 0 : usualListDelay),
  pace: {
    startsAfterMs: jobDelay,
    perJobMs: jobMs ?? (prompt ? 0 : usualJobMs),
    perThousandMs: times(jobUnitMs, 1000),
  },
});

const reticenceOf = ({
  hide,
  refuseFields = false,
  certificateName = false,
  idsAsText = false,
}: BackendOptions): Reticence => ({
  hides: hide,
  refusesFields: refuseFields,
  certificateForm: certificateName ? 'name' : 'key',
  comparesIdsAsText: idsAsText,
});

/** What a user is told who expects everything to be there at once. */
const manners = ({ listDelay, pace }: Lateness): string => {
  const isPrompt = [listDelay, pace.startsAfterMs, pace.perJobMs, pace.perThousandMs].every(
    (delay) => delay === undefined || delay === 0,
  );
  if (isPrompt)
    return 'It is prompt, as the real one need not be: lists show a unit at once, jobs are done when first asked for.';
  return `It is late, as the real one may be: lists show a unit after ${written(listDelay)} ms, jobs take ${written(pace.perJobMs)} ms. --prompt ends that.`;
};

const written = (delay: Delay): string => (typeof delay === 'number' ? String(delay) : `${delay.minMs}-${delay.maxMs}`);

const times = (delay: Delay, factor: number): Delay =>
  typeof delay === 'number' ? delay * factor : { minMs: delay.minMs * factor, maxMs: delay.maxMs * factor };

function delayArgument(text: string): Delay {
  const delay = parseDelay(text);
  if (!delay.ok) throw new InvalidArgumentError(asSentence(delay.reason));
  return delay.value;
}

function hideArgument(text: string): readonly Hideable[] {
  return text.split(',').map((word) => {
    const known = hideable.find((part) => part === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`Known are ${hideable.join(', ')}.`);
    return known;
  });
}

function wholeNumberArgument(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number of up to six digits is expected.');
  return Number(text);
}

function timeFactorArgument(text: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text) || Number(text) === 0 || Number(text) > largestTimeFactor) {
    throw new InvalidArgumentError(`A number above 0 and up to ${largestTimeFactor} is expected.`);
  }
  return Number(text);
}
