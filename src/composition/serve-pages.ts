import { randomBytes } from 'node:crypto';

import { untilAborted } from '../async/until-aborted.ts';
import type { Clock } from '../domain/clock.ts';
import type { JournalReader } from '../journal/journal.ts';
import type { LineRules } from '../station/line-rules.ts';
import type { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Person } from '../station/operator/person.ts';
import type { Scans } from '../station/operator/scans.ts';
import type { Station } from '../station/station.ts';
import { BenchFigures } from '../web/server/bench-figures.ts';
import { BenchPicture } from '../web/server/bench-picture.ts';
import { benchRoutes } from '../web/server/bench-routes.ts';
import { fixtureInOrder } from '../web/server/fixture-of.ts';
import { LiveFeed } from '../web/server/live-feed.ts';
import { readPageFiles } from '../web/server/page-files.ts';
import { findPageFolder } from '../web/server/page-folder.ts';
import { PageServer, cookieLine } from '../web/server/page-server.ts';
import { Sessions } from '../web/server/sessions.ts';
import { runBeside } from './run-beside.ts';

export interface PagedLine {
  readonly station: Station;
  readonly operator: OperatorDesk;
  readonly scans: Scans;
  readonly journal: JournalReader;
  readonly rules: () => LineRules;
}

export interface ServePagesOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly stationName: string;
  readonly findPerson: (code: string) => Promise<Person | null>;
  /** Told the address of the pages once they are served. */
  readonly onServed: (url: string) => void;
}

/** Serves the pages of a running line until the signal aborts. @throws PaclineError bad settings: the address cannot be used; of the journal */
export const servePages = async (
  { station, operator, scans, journal, rules }: PagedLine,
  { listen, clock, stationName, findPerson, onServed }: ServePagesOptions,
  signal: AbortSignal,
): Promise<void> => {
  const figures = new BenchFigures({ line: station, journal, clock, rules });
  const source = new BenchPicture({
    line: station,
    journal,
    clock,
    station: stationName,
    language: 'en',
    rules,
    figures,
    person: () => operator.person,
    waiting: () => scans.waiting,
    lastScan: () => null,
    fixtureOf: fixtureInOrder,
    pictureOf: () => null,
  });
  const feed = new LiveFeed({ source, clock });
  const cookie = `pacline-${listen.port === 0 ? randomBytes(6).toString('hex') : listen.port}`;
  const sessions = new Sessions({ clock, findPerson, cookie });
  const server = await PageServer.start({
    listen,
    secure: null,
    names: [],
    files: await readPageFiles(await findPageFolder()),
    routes: benchRoutes({
      feed,
      sessions,
      cookieLine: (token) => cookieLine(cookie, token, { scheme: 'http' }),
      take: (line, options) => operator.take(line, options),
    }),
    feed,
    sessions,
    cookie,
    personAtBench: () => operator.person,
  });
  try {
    onServed(server.url);
    await runBeside(untilAborted, [(running) => figures.follow(running), (running) => feed.run({ signal: running })], {
      signal,
    });
  } finally {
    await server.close();
  }
};
