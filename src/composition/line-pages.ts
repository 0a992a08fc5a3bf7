import type { JournalReader } from '../journal/journal.ts';
import type { LineRules } from '../station/line-rules.ts';
import type { OperatorDesk } from '../station/operator/operator-desk.ts';
import type { Scans } from '../station/operator/scans.ts';
import type { Station } from '../station/station.ts';
import { BenchFigures } from '../web/server/bench-figures.ts';
import { BenchPicture } from '../web/server/bench-picture.ts';
import { servePages, type ServePagesOptions } from './serve-pages.ts';

export interface PagedLine {
  readonly station: Station;
  readonly operator: OperatorDesk;
  readonly scans: Scans;
  readonly journal: JournalReader;
  readonly rules: () => LineRules;
}

/** Serves the pages of a running line until the signal aborts. @throws PaclineError bad settings: the address cannot be used; of the journal */
export const serveLinePages = (
  { station: line, operator, scans, journal, rules }: PagedLine,
  options: ServePagesOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, stationName } = options;
  const figures = new BenchFigures({ line, journal, clock, rules });
  return servePages(
    ({ language, fixtureOf, pictureOf }) => ({
      source: new BenchPicture({
        line,
        journal,
        clock,
        station: stationName,
        language,
        rules,
        figures,
        operator,
        selected: () => scans.selected,
        fixtureOf,
        pictureOf,
      }),
      follow: (running) => figures.follow(running),
      take: (scanned, how) => operator.take(scanned, how),
      person: () => operator.person,
    }),
    options,
    signal,
  );
};
