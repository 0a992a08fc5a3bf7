import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Gate } from '../station/gate.ts';
import { Delivery, type HookJournal } from './deliver.ts';
import { DropFolder } from './receivers/drop-folder.ts';
import { FolderGate } from './gates/folder-gate.ts';
import type { GateSettings, HookSetting, ResultSetting, RouteSetting } from './hook-setting.ts';
import type { HookState } from './hook-state.ts';
import { createHttpResultGate, createHttpRouteGate, type HttpGateOptions } from './gates/http-gate.ts';
import { JsonPoster } from './json-poster.ts';
import { ListGate } from './gates/list-gate.ts';
import { MqttReceiver, parseTopic } from './receivers/mqtt-receiver.ts';
import { PositionFile } from './position-file.ts';
import { isEventKind, type EventKind } from './public-event.ts';
import type { Receiver } from './receivers/receiver.ts';
import { parseAddress } from './safe-address.ts';
import { Webhook } from './receivers/webhook.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface HookSetup {
  readonly journal: HookJournal;
  readonly stateFolder: string;
  readonly environment: Environment;
  readonly clock: Clock;
}

export interface Hooks {
  /** Delivers until the signal aborts; never rejects. Hooks do not wait for each other. The journal is closed after this has ended. */
  run(options: { readonly signal: AbortSignal }): Promise<void>;
  /** To be called after an append, so that events leave at once; without it they leave within a second. */
  notice(): void;
  /** Before `run`, and of hooks that another process runs, what stands in the state folder. */
  states(): Promise<readonly HookState[]>;
}

/** From the hand-over of an event to the end of its acknowledgement. */
const deliveryLimitMs = 10_000;

/** Opens no connection yet. @throws PaclineError bad settings */
export const openHooks = (
  settings: readonly HookSetting[],
  { journal, stateFolder, environment, clock }: HookSetup,
): Hooks => {
  const names = settings.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new PaclineError('bad settings', `Two hooks are called "${twice}"; give each a name of its own`, {
      context: { hook: twice },
    });
  const deliveries = settings.map((setting) => {
    const receiver = receiverOf(setting, environment, clock);
    return new Delivery({
      name: setting.name,
      kinds: kindsOf(setting),
      journal,
      receiver,
      clock,
      position: new PositionFile({ stateFolder, name: setting.name }),
    });
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

const nameOf = ({ name }: HookSetting): string => `the hook "${name}"`;

const kindsOf = (setting: HookSetting): readonly EventKind[] | null => {
  const { kinds } = setting;
  if (kinds === undefined) return null;
  const unknown = kinds.find((kind) => !isEventKind(kind));
  if (unknown !== undefined)
    throw new PaclineError(
      'bad settings',
      `There is no kind of event ${JSON.stringify(unknown.slice(0, 40))}, which ${nameOf(setting)} asks for`,
      { context: { hook: setting.name } },
    );
  return kinds.filter(isEventKind);
};

const receiverOf = (setting: HookSetting, environment: Environment, clock: Clock): Receiver => {
  const whose = nameOf(setting);
  switch (setting.kind) {
    case 'webhook': {
      // No secret is in an event, and its signature shows who wrote it: in the factory plain http will do
      const url = parseAddress(setting.url, { whose, scheme: 'http', plain: 'anybody' });
      const secret = secretOf(environment, setting.secretEnv, whose);
      return new Webhook({
        secret,
        clock,
        poster: new JsonPoster({ url, timeoutMs: deliveryLimitMs, connections: 'kept' }),
      });
    }
    case 'mqtt': {
      const password = setting.secretEnv === undefined ? null : secretOf(environment, setting.secretEnv, whose);
      // Without a password no secret crosses the network: none is in an event
      const url = parseAddress(setting.url, {
        whose,
        scheme: 'mqtt',
        plain: password === null ? 'anybody' : 'this machine',
      });
      return new MqttReceiver({
        url,
        password,
        topic: parseTopic(setting.topic, { whose }),
        timeoutMs: deliveryLimitMs,
      });
    }
    case 'folder':
      return new DropFolder({ folder: setting.folder });
  }
};

/** The gates that the settings name, in the order in which a unit passes them. @throws PaclineError bad settings */
export const openGates = async (
  { route, result }: GateSettings,
  { environment }: { readonly environment: Environment },
): Promise<readonly Gate[]> => [
  ...(route === undefined ? [] : [await routeGate(route, environment)]),
  ...(result === undefined ? [] : [resultGate(result, environment)]),
];

const routeGate = async (setting: RouteSetting, environment: Environment): Promise<Gate> =>
  setting.kind === 'list'
    ? ListGate.open({ path: setting.list, noAnswer: setting.noAnswer })
    : createHttpRouteGate(httpOptions(setting, environment, 'the route check'));

const resultGate = (setting: ResultSetting, environment: Environment): Gate =>
  setting.kind === 'folder'
    ? new FolderGate(setting)
    : createHttpResultGate(httpOptions(setting, environment, 'the result of the radio test'));

const httpOptions = (
  { url, tokenEnv, timeoutMs, noAnswer }: Extract<RouteSetting, { kind: 'url' }>,
  environment: Environment,
  whose: string,
): HttpGateOptions => {
  const token = tokenEnv === undefined ? null : secretOf(environment, tokenEnv, whose);
  const address = parseAddress(url, { whose, scheme: 'http', plain: token === null ? 'anybody' : 'this machine' });
  // A unit waits for the answer: it must not pay for a connection that died since the last one
  return { poster: new JsonPoster({ url: address, timeoutMs, connections: 'new' }), token, noAnswer };
};

/** An empty variable is an unset one. */
const secretOf = (environment: Environment, variable: string, whose: string): string => {
  const secret = environment[variable];
  if (secret === undefined || secret === '')
    throw new PaclineError('bad settings', `${variable} is not set in the environment; ${whose} needs it`, {
      context: { variable },
    });
  return secret;
};
