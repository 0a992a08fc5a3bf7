import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import type { Gate } from '../station/gate.ts';
import { Delivery, type HookJournal } from './deliver.ts';
import { DropFolder } from './drop-folder.ts';
import { FolderGate } from './folder-gate.ts';
import type { GateSettings, HookSetting, ResultSetting, RouteSetting } from './hook-setting.ts';
import type { HookState } from './hook-state.ts';
import { createHttpResultGate, createHttpRouteGate, type HttpGateOptions } from './http-gate.ts';
import { JsonPoster } from './json-poster.ts';
import { ListGate } from './list-gate.ts';
import { MqttReceiver } from './mqtt-receiver.ts';
import { defaultTopic } from './mqtt-topic.ts';
import { PositionFile } from './position-file.ts';
import type { Receiver } from './receiver.ts';
import { parseBrokerAddress, parseWebAddress } from './safe-address.ts';
import { Webhook } from './webhook.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface HookSetup {
  readonly journal: HookJournal;
  readonly stateFolder: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

export interface Hooks {
  /** Delivers until the signal aborts; never rejects. Hooks do not wait for each other. */
  run(options: { readonly signal: AbortSignal }): Promise<void>;
  /** To be called after an append, so that events leave at once; without it they leave within a second. */
  notice(): void;
  /** Before `run`, and of hooks that another process runs, what stands in the state folder. */
  states(): Promise<readonly HookState[]>;
}

const deliveryLimitMs = 10_000;
const gateLimitMs = 5_000;

/** Opens no connection yet. @throws PaclineError bad settings */
export const openHooks = (settings: readonly HookSetting[], { journal, stateFolder, environment, clock }: HookSetup): Hooks => {
  const names = settings.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new PaclineError('bad settings', `Two hooks are called "${twice}"; give each a name of its own`, { context: { hook: twice } });
  const deliveries = settings.map((setting) => {
    const receiver = receiverOf(setting, environment, clock);
    return new Delivery({ name: setting.name, kinds: setting.kinds, journal, receiver, clock, position: new PositionFile({ stateFolder, name: setting.name }) });
  });
  return {
    async run(options) {
      await Promise.all(deliveries.map((delivery) => delivery.run(options)));
    },
    notice() {
      for (const delivery of deliveries) delivery.notice();
    },
    states: () => Promise.all(deliveries.map((delivery) => delivery.state())),
  };
};

const receiverOf = (setting: HookSetting, environment: Environment, clock: Clock): Receiver => {
  const whose = `the hook "${setting.name}"`;
  switch (setting.kind) {
    case 'webhook': {
      const url = parseWebAddress(setting.url, { whose });
      const secret = secretOf(environment, setting.secretEnv, whose);
      return new Webhook({ secret, clock, poster: new JsonPoster({ url, timeoutMs: setting.timeoutMs ?? deliveryLimitMs, connections: 'kept' }) });
    }
    case 'mqtt': {
      const { usernameEnv, passwordEnv, topic, timeoutMs } = setting;
      const username = usernameEnv === null ? null : secretOf(environment, usernameEnv, whose);
      const password = passwordEnv === null ? null : secretOf(environment, passwordEnv, whose);
      const url = parseBrokerAddress(setting.url, { whose, withPassword: password !== null });
      return new MqttReceiver({ url, username, password, topic: topic ?? defaultTopic, timeoutMs: timeoutMs ?? deliveryLimitMs });
    }
    case 'folder':
      return new DropFolder({ folder: setting.folder });
  }
};

/** The gates that the settings name, in the order in which a unit passes them. @throws PaclineError bad settings */
export const openGates = async ({ route, result }: GateSettings, { environment }: { readonly environment: Environment }): Promise<readonly Gate[]> => [
  ...(route === null ? [] : [await routeGate(route, environment)]),
  ...(result === null ? [] : [resultGate(result, environment)]),
];

const routeGate = async (setting: RouteSetting, environment: Environment): Promise<Gate> =>
  setting.kind === 'list' ? ListGate.open({ path: setting.list, noAnswer: setting.noAnswer }) : createHttpRouteGate(httpOptions(setting, environment, 'the route check'));

const resultGate = (setting: ResultSetting, environment: Environment): Gate =>
  setting.kind === 'folder' ? new FolderGate(setting) : createHttpResultGate(httpOptions(setting, environment, 'the result of the radio test'));

const httpOptions = ({ url, tokenEnv, timeoutMs, noAnswer }: Extract<RouteSetting, { kind: 'url' }>, environment: Environment, whose: string): HttpGateOptions => ({
  // A unit waits for the answer: it must not pay for a connection that died since the last one
  poster: new JsonPoster({ url: parseWebAddress(url, { whose }), timeoutMs: timeoutMs ?? gateLimitMs, connections: 'new' }),
  token: tokenEnv === null ? null : secretOf(environment, tokenEnv, whose),
  noAnswer,
});

/** An empty variable is an unset one. */
const secretOf = (environment: Environment, variable: string, whose: string): string => {
  const secret = environment[variable];
  if (secret === undefined || secret === '') throw new PaclineError('bad settings', `${variable} is not set in the environment; ${whose} needs it`, { context: { variable } });
  return secret;
};
