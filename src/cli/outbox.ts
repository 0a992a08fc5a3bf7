import { Option, type Command } from 'commander';

import { journalFile, composeBatches, openDesk } from '../compose.ts';
import { openJournalReader } from '../journal/open-journal-reader.ts';
import { workOffDebts } from '../registrar/work-off-debts.ts';
import { stateFolder } from '../settings/state-folder.ts';
import { BulkProgress, duration } from './register/bulk-progress.ts';
import { acting, type CommandContext } from './command-context.ts';
import { apiOption, withApi, type ApiFlag } from './with-backend.ts';
import { readStation } from './workplace.ts';

const unsettled = ['owed', 'intended', 'submitted', 'unknown'] as const;

export const addOutbox = (program: Command, context: CommandContext): void => {
  const outbox = program.command('outbox').description('registrations that are owed to the backend');

  outbox
    .command('list')
    .description('what is owed, for which product, and since when')
    .action(acting(context, async (_, console) => {
      const reader = await openJournalReader({ path: journalFile(stateFolder(context)) });
      try {
        const counts = await reader.countRegistrations();
        for (const { deviceTypeId, certificate, units } of await reader.debts()) {
          const [oldest] = await reader.registrations(['owed'], { deviceTypeId, certificate, limit: 1 });
          const ageMs = oldest === undefined ? 0 : context.clock.now() - oldest.owedAt;
          console.result({ deviceTypeId, certificate, units, oldestMs: ageMs }, `${String(units).padStart(7)} owed  ${certificate ?? 'prototype'} in ${deviceTypeId}, the oldest for ${duration(ageMs)}`);
        }
        const underWay = (counts.intended ?? 0) + (counts.submitted ?? 0) + (counts.unknown ?? 0);
        console.result({ event: 'end', owed: counts.owed ?? 0, underWay }, `${counts.owed ?? 0} owed, ${underWay} sent and to be looked up. \`pacline outbox drain\` goes on with them.`);
        return 0;
      } finally {
        await reader.close();
      }
    }));

  outbox
    .command('drain')
    .description('work off everything that is owed: many units of a product in one request, few one by one')
    .addOption(apiOption())
    .addOption(new Option('--settings <file>', 'station.toml').env('PACLINE_SETTINGS'))
    .action(acting<{ settings?: string } & ApiFlag>(context, async (options, console) => {
      const { clock, signal } = context;
      const progress = new BulkProgress({ console, clock });
      const desk = await openDesk({ ...(await readStation(withApi(context, options), options)), clock, onWait: (wait) => progress.budget(wait) });
      try {
        const batches = composeBatches(desk, { clock, onActivity: (activity) => progress.activity(activity) });
        await progress.start(desk.journal);
        await workOffDebts({ ...desk, batches }, { signal }).finally(() => progress.stop());
        const counts = await desk.journal.countRegistrations();
        const left = unsettled.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
        console.result({ event: 'end', confirmed: counts.confirmed ?? 0, refused: counts.refused ?? 0, left }, left === 0 ? 'Nothing is owed any more.' : `${left} registrations are still owed; run it again later.`);
        return left === 0 ? 0 : 4;
      } finally {
        await desk.close();
      }
    }));
};
