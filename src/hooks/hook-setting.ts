/** Somebody outside who is told what happens. Secrets are named by the variable of the environment that holds them. */
export type HookSetting = WebhookSetting | MqttSetting | FolderSetting;

interface EveryHook {
  /** Unique; also the name of the file in the state folder that remembers how far it has come. */
  readonly name: string;
  /** Kinds of journal events; left out: all of them. */
  readonly kinds?: readonly string[];
}

export interface WebhookSetting extends EveryHook {
  readonly kind: 'webhook';
  /** https, or plain http: no secret is in an event, and its signature shows who wrote it. */
  readonly url: string;
  /** Names the variable with the key of the signature. */
  readonly secretEnv: string;
}

export interface MqttSetting extends EveryHook {
  readonly kind: 'mqtt';
  /** mqtts or mqtt, with the user in it; with a password, plain mqtt to this machine only. */
  readonly url: string;
  /** With `{station}` and `{kind}` in it, as in `pacline/{station}/{kind}`. */
  readonly topic: string;
  /** Names the variable with the password. */
  readonly secretEnv?: string;
}

export interface FolderSetting extends EveryHook {
  readonly kind: 'folder';
  /** Is not made: a share that is not mounted must be seen. */
  readonly folder: string;
}

/** What is done with a unit of which nobody said whether it may go on. */
export type NoAnswerRule = 'stop' | 'go on';

/** A system of the factory that is asked about each unit. */
export interface AskedOverHttp {
  readonly kind: 'url';
  /** https or http; with a token, plain http to this machine only. */
  readonly url: string;
  /** Names the variable with the bearer token; left out: none is sent. */
  readonly tokenEnv?: string;
  /** From the question to the last byte of the answer; 100 to 30000 ms. */
  readonly timeoutMs: number;
  readonly noAnswer: NoAnswerRule;
}

/** Who says whether a unit may be here: the production system, or a list of it. */
export type RouteSetting =
  | AskedOverHttp
  | { readonly kind: 'list'; readonly list: string; readonly noAnswer: NoAnswerRule };

/** Where the verdict of the radio test comes from, which a unit needs before it is registered. */
export type ResultSetting =
  | AskedOverHttp
  | { readonly kind: 'folder'; readonly folder: string; readonly noAnswer: NoAnswerRule };

export interface GateSettings {
  readonly route?: RouteSetting;
  readonly result?: ResultSetting;
}
