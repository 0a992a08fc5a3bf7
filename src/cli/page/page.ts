import { Option, type Command } from 'commander';

import { readSettings, stationName } from '../../composition/station-config.ts';
import { withJournalReader } from '../journal/show-unit-history.ts';
import { findPerson } from '../../settings/badge-hash.ts';
import { BadgeDoor } from '../../station/operator/badge-door.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { pagePlaceArgument, tellPage, usualPagePlace, type PagePlace } from './page-place.ts';

interface PageFlags {
  readonly listen?: PagePlace;
  readonly settings?: string;
}

export const addPage = (program: Command, context: CommandContext): void => {
  program
    .command('page')
    .description(
      'the pages over the journal that is there, until Ctrl-C; `pacline run --page` serves them with the line',
    )
    .addOption(
      new Option('--listen <host:port>', 'where, 127.0.0.1:8088 if neither this nor [page] says it').argParser(
        pagePlaceArgument,
      ),
    )
    .addOption(settingsOption('for the names of station and slots'))
    .action(
      commandAction<PageFlags>(context, async (flags, console) => {
        const settings = await readSettings(flags);
        const { serveJournalPages } = await import('../../composition/journal-pages.ts');
        return withJournalReader(context, console, async (journal) => {
          const options = {
            listen: flags.listen ?? settings.page.listen ?? usualPagePlace,
            clock: context.clock,
            stationName: stationName(settings),
            settings,
            badges: new BadgeDoor({
              journal: null,
              clock: context.clock,
              findPerson: (code) => findPerson(settings.people, code),
            }),
            onServed: (url: string) => tellPage(url, console, (sentence) => console.result({}, sentence)),
          };
          await serveJournalPages(journal, options, context.signal);
          return 0;
        });
      }),
    );
};
