import type { EventKind } from './public-event.ts';

/** Somebody outside who is told what happens. Secrets are named by the variable of the environment that holds them. */
export type HookSetting = WebhookSetting | MqttSetting | FolderSetting;

interface EveryHook {
  /** Unique; also the name of the file in the state folder that remembers how far it has come. */
  readonly name: string;
  /** null: all of them. */
  readonly kinds: readonly EventKind[] | null;
}

export interface WebhookSetting extends EveryHook {
  readonly kind: 'webhook';
  /** https; plain http to this machine only. */
  readonly url: string;
  /** Names the variable with the key of the signature. */
  readonly secretEnv: string;
  /** From the hand-over of an event to the last byte of the answer; null: 10 s. */
  readonly timeoutMs: number | null;
}

export interface MqttSetting extends EveryHook {
  readonly kind: 'mqtt';
  /** mqtts, or mqtt; plain mqtt with a password to this machine only. */
  readonly url: string;
  /** With `{station}` and `{kind}`; null: `pacline/{station}/{kind}`. */
  readonly topic: string | null;
  readonly usernameEnv: string | null;
  readonly passwordEnv: string | null;
  readonly timeoutMs: number | null;
}

export interface FolderSetting extends EveryHook {
  readonly kind: 'folder';
  /** Is not made: a share that is not mounted must be seen. */
  readonly folder: string;
}

/** What is done with a unit of which nobody said whether it may go on. */
export type NoAnswerRule = 'stop' | 'go on';

/** `url`: asked by HTTP, for at most `timeoutMs` (null: 5 s), with a bearer token where `tokenEnv` names one. */
interface AskedByHttp {
  readonly kind: 'url';
  readonly url: string;
  readonly tokenEnv: string | null;
  readonly timeoutMs: number | null;
  readonly noAnswer: NoAnswerRule;
}

export type RouteSetting = AskedByHttp | { readonly kind: 'list'; readonly list: string; readonly noAnswer: NoAnswerRule };

export type ResultSetting = AskedByHttp | { readonly kind: 'folder'; readonly folder: string; readonly noAnswer: NoAnswerRule };

export interface GateSettings {
  readonly route: RouteSetting | null;
  readonly result: ResultSetting | null;
}
