import { randomBytes } from 'node:crypto';

import { untilAborted } from '../async/until-aborted.ts';
import type { Clock } from '../domain/clock.ts';
import { badgeCodes, codeInScan } from '../domain/scanning/scanned-text.ts';
import type { Settings } from '../settings/settings.ts';
import type { BadgeDoor } from '../station/operator/badge-door.ts';
import type { Person } from '../station/operator/person.ts';
import { benchRoutes, type BenchRoutesOptions } from '../web/server/bench-routes.ts';
import { LiveFeed, type BenchSource } from '../web/server/live-feed.ts';
import { cookieLine, PageServer } from '../web/server/page-server.ts';
import { Sessions } from '../web/server/sessions.ts';
import { readPageSetup, type PageSetup } from './page-setup.ts';
import { runWithBackground, type BackgroundTask } from './run-with-background.ts';

export interface ServePagesOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly stationName: string;
  readonly settings: Settings;
  /** Through which badges and PINs are tried. */
  readonly badges: BadgeDoor;
  /** Told the address of the pages once they are served. */
  readonly onServed: (url: string) => void;
}

/** What the pages show, and who takes what is done at them. */
export interface PageContent {
  readonly source: BenchSource;
  /** Goes on for as long as the pages are served. */
  readonly follow: BackgroundTask;
  readonly take: BenchRoutesOptions['take'];
  /** Who is signed in at the bench itself. */
  readonly person: () => Person | null;
}

/** Serves the pages until the signal aborts. @throws PaclineError bad settings: the address cannot be used; of the journal */
export const servePages = async (
  contentOf: (setup: PageSetup) => PageContent,
  { listen, clock, settings, badges, onServed }: ServePagesOptions,
  signal: AbortSignal,
): Promise<void> => {
  const setup = await readPageSetup(settings);
  const { source, follow, take, person } = contentOf(setup);
  const { secure, names, files } = setup;
  const feed = new LiveFeed({ source, clock });
  // A browser sends a cookie to every port of a machine: each station's has a name of its own
  const cookie = `pacline-${listen.port === 0 ? randomBytes(6).toString('hex') : listen.port}`;
  const sessions = new Sessions({ clock, cookie });
  const scheme = secure === null ? 'http' : 'https';
  const { scanner } = settings;
  const routes = benchRoutes({
    feed,
    sessions,
    cookieLine: (token) => cookieLine(cookie, token, { scheme }),
    showBadge: (code, options) =>
      badges.show(badgeCodes(codeInScan(code, scanner), scanner), { ...options, place: 'page' }),
    take,
  });
  const server = await PageServer.start({
    listen,
    secure,
    names,
    files,
    routes,
    feed,
    sessions,
    cookie,
    personAtBench: person,
  });
  try {
    onServed(server.url);
    await runWithBackground(untilAborted, [follow, (running) => feed.run({ signal: running })], { signal });
  } finally {
    await server.close();
  }
};
