import type { LiveFeed } from './live-feed.ts';
import type { Person } from '../../station/operator/person.ts';
import type { ScanAnswer } from '../../station/operator/scan-answer.ts';
import { okAnswer, type Route, type RouteAnswer } from './page-route.ts';
import type { Sessions } from './sessions.ts';

export interface BenchRoutesOptions {
  readonly feed: LiveFeed;
  readonly sessions: Sessions;
  /** The `Set-Cookie` of a session. */
  readonly cookieLine: (token: string) => string;
  /** Whose badge or PIN this is. @throws PaclineError unknown badge | badges held back */
  readonly showBadge: (code: string, options: { readonly signal: AbortSignal }) => Promise<Person>;
  /** Does what a scanned line says; see OperatorDesk. @throws PaclineError */
  readonly take: (
    line: string,
    options: { readonly signal: AbortSignal; /** Left out: at the bench. */ readonly by?: Person },
  ) => Promise<ScanAnswer>;
}

/** What the operator page asks for. */
export const benchRoutes = ({
  feed,
  sessions,
  cookieLine,
  showBadge,
  take,
}: BenchRoutesOptions): Readonly<Record<string, Route>> => ({
  'GET /api/state': { audience: 'anybody at the bench', answer: async () => okAnswer(await feed.state()) },

  'POST /api/scan': {
    audience: 'a session',
    answer: async ({ body, signal, session }) => {
      const line = textOf(body, 'line', 1000);
      if (line === null) return malformed('{"line": "…"}');
      const by = session?.isBench === true ? null : (session?.person ?? null);
      return okAnswer({ outcome: 'done', ...(await take(line, { signal, ...(by !== null && { by }) })) });
    },
  },

  'GET /api/session': {
    audience: 'anybody',
    answer: async ({ session }) => okAnswer({ person: session?.person ?? null, isBench: session?.isBench ?? false }),
  },

  'POST /api/session': {
    audience: 'anybody',
    answer: async ({ body, session, signal }) => {
      const code = textOf(body, 'code', 200);
      if (code === null) return malformed('{"code": "…"}');
      const person = await showBadge(code, { signal });
      const token = sessions.begin({ person, isBench: session?.isBench ?? false });
      return { ...okAnswer({ person }), headers: { 'set-cookie': cookieLine(token) } };
    },
  },

  'DELETE /api/session': {
    audience: 'anybody',
    answer: async ({ session }) => {
      if (session !== null) session.person = null;
      return okAnswer({ person: null });
    },
  },
});

const textOf = (body: unknown, key: string, longest: number): string | null => {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Reflect.get(body, key);
  return typeof value === 'string' && value.length <= longest ? value : null;
};

const malformed = (example: string): RouteAnswer => ({
  status: 400,
  body: { code: 'bad usage', message: `${example} is expected.` },
});
