import { pause } from '../async/pause.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import { version } from '../machine/version.ts';
import type { JournalReader, Owing } from '../journal/journal.ts';
import { servePages, type ServePagesOptions } from './serve-pages.ts';

/** Between two looks into the journal, in ms. */
const lookEveryMs = 1000;

/**
 * Serves the pages over a journal, on which a line of another program may be at work, until the signal aborts: it only reads. What is in
 * the slots now it cannot know, and shows no tile. @throws PaclineError bad settings: the address cannot be used; of the journal
 */
export const serveJournalPages = (
  journal: JournalReader,
  options: ServePagesOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { clock, stationName, settings } = options;
  let owing: Owing = { units: 0, since: null };
  return servePages(
    ({ language, fixtureOf }) => ({
      source: {
        slots: () => [],
        summary: () => ({
          station: stationName,
          version,
          isLive: false,
          product: settings.products.length === 1 ? (settings.products[0]?.name ?? '') : '',
          certificate: null,
          order: null,
          done: 0,
          owed: owing.units,
          red: 0,
          owedSince: owing.since,
          isDebtPressing: false,
          person: null,
          lastScan: null,
          nextScan: null,
          fixture: fixtureOf([]),
          unknownPorts: [],
          language,
        }),
        sequence: () => journal.lastSequence(),
        onChange: () => () => undefined,
      },
      follow: async (running) => {
        while (!running.aborted) {
          owing = await journal.owing();
          await pause(lookEveryMs, { clock, signal: running });
        }
      },
      take: () =>
        Promise.reject(
          new PaclineError('bad usage', 'No line runs in this program: nothing takes what is scanned here.'),
        ),
      person: () => null,
    }),
    options,
    signal,
  );
};
