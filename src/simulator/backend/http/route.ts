import type { ApiAnswer } from './answer.ts';
import type { ApiUser } from '../world/entities.ts';
import type { JobOrder, JobReading } from '../world/job.ts';
import type { Registry } from '../world/registry.ts';
import type { Reticence } from '../faults/reticence.ts';

/** A request that was let in. */
export interface ApiRequest {
  readonly world: Registry;
  readonly user: ApiUser;
  /** What the backend does not tell this or any user. */
  readonly reticence: Reticence;
  /** Parts of the path that the route's braces name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What its JSON says; undefined: there is none. */
  readonly body: unknown;
  /** When the request is carried out, milliseconds since the epoch. */
  readonly now: number;
  /** The URL as asked for, without its query: full URLs of answers are built on it. */
  readonly url: string;
  /** How starting an edit or an action is answered. @source 201 in the API descriptions of 2019 and 2021, 200 in the newest */
  readonly jobStartStatus: 200 | 201;
  /** At the backend's pace, and with the trouble that its faults have for this job. */
  readonly startJob: <T>(order: JobOrder<T>) => JobReading;
}

/** One documented call. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As documented, with its version and a trailing slash where documented so: `/v2/devices/{id}`. Matches with and without slash. */
  readonly path: string;
  answer(request: ApiRequest): ApiAnswer;
  /** Told of every request that arrives here, before faults and credentials are looked at. */
  arrived?(request: Pick<ApiRequest, 'world' | 'body' | 'now'>): void;
}

export type RouteMatch =
  | { readonly kind: 'found'; readonly route: ApiRoute; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'other method'; readonly allowedMethods: readonly string[] }
  | { readonly kind: 'none' };

/** The first route that fits wins, so a literal path stands before one with braces. */
export const matchRoute = (routes: readonly ApiRoute[], method: string, pathname: string): RouteMatch => {
  const fitting = routes.flatMap((route) => {
    const params = matchPath(route.path, pathname);
    return params === null ? [] : [{ route, params }];
  });
  if (fitting.length === 0) return { kind: 'none' };
  const found = fitting.find(({ route }) => route.method === method);
  return found === undefined
    ? { kind: 'other method', allowedMethods: [...new Set(fitting.map(({ route }) => route.method))] }
    : { kind: 'found', ...found };
};

const segments = (path: string): readonly string[] => path.replace(/\/$/, '').split('/');

const matchPath = (template: string, pathname: string): Readonly<Record<string, string>> | null => {
  const wanted = segments(template);
  const given = segments(pathname);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = actual;
    else if (part !== actual) return null;
  }
  return params;
};
