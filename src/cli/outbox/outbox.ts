import { Option, type Command } from 'commander';

import { openProvisioning } from '../../composition/open-provisioning.ts';
import { lookedForStates, openStates, type RegistrationState } from '../../domain/registration.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { isJournalKept } from '../../journal/witness/against-witness.ts';
import { registrationSentence } from '../../registrar/registration-result.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { BulkProgress, duration } from '../register/bulk-progress.ts';
import { collected, countArgument } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { settingsOption } from '../shared/settings-option.ts';
import { resend, withdraw, type ResendFlags, type WithdrawFlags } from './take-back.ts';
import { apiOption, withApi, type ApiFlag } from '../shared/with-backend.ts';
import { readStation } from '../../composition/station-config.ts';

/** Units in flight that are listed one by one. */
const mostListed = 50;

interface OutboxCounts {
  /** Never sent, as far as anyone knows. */
  readonly owed: number;
  readonly inJobs: number;
  readonly accepted: number;
  readonly unknown: number;
}

const outboxCountsOf = ({
  owed = 0,
  submitted: inJobs = 0,
  accepted = 0,
  intended = 0,
  unknown = 0,
}: Readonly<Partial<Record<RegistrationState, number>>>): OutboxCounts => ({
  owed,
  inJobs,
  accepted,
  unknown: unknown + intended,
});

const countsText = ({ owed, inJobs, accepted, unknown }: OutboxCounts): string =>
  `${owed} owed, ${inJobs} in jobs, ${accepted} taken by the backend and not listed yet, ${unknown} of which it is not known, being looked for.`;

export const addOutbox = (program: Command, context: CommandContext): void => {
  const outbox = program.command('outbox').description('registrations that are owed to the backend');

  outbox
    .command('list')
    .description('what is owed, for which product, and since when')
    .action(
      commandAction(context, async (_, console) => {
        if (!isJournalKept(journalFile(stateFolder(context)))) {
          console.result(
            { event: 'end', ...outboxCountsOf({}) },
            'Nothing is owed: this state folder has no journal yet.',
          );
          return 0;
        }
        const reader = await openJournalReader({ path: journalFile(stateFolder(context)) });
        try {
          const counts = await reader.countRegistrations();
          for (const { deviceTypeId, certificate, units } of await reader.debts({ limit: 1000 })) {
            const [oldest] = await reader.registrations(['owed'], { deviceTypeId, certificate, limit: 1 });
            const ageMs = oldest === undefined ? 0 : context.clock.now() - oldest.owedAt;
            console.result(
              { deviceTypeId, certificate, units, oldestMs: ageMs },
              `${String(units).padStart(7)} owed  ${certificate ?? 'prototype'} in ${deviceTypeId}, the oldest for ${duration(ageMs)}`,
            );
          }
          for (const record of await reader.registrationsById(lookedForStates, { after: null, limit: mostListed })) {
            const { deviceId, state, acceptedAt, changedAt } = record;
            console.result(
              { deviceId, state, since: acceptedAt ?? changedAt },
              `${deviceId}  ${registrationSentence(record)}`,
            );
          }
          const owing = outboxCountsOf(counts);
          console.result(
            { event: 'end', ...owing },
            `${countsText(owing)} \`pacline outbox drain\` goes on with them.`,
          );
          return 0;
        } finally {
          await reader.close();
        }
      }),
    );

  outbox
    .command('drain')
    .description('work off everything that is owed: many units of a product in one request, few one by one')
    .option('--wait <seconds>', 'how long to wait for what the backend has taken and does not list yet', countArgument)
    .addOption(apiOption())
    .addOption(settingsOption())
    .action(
      commandAction<{ settings?: string; wait?: number } & ApiFlag>(context, async (options, console) => {
        const { clock, signal } = context;
        const progress = new BulkProgress({ console, clock });
        const provisioning = await openProvisioning(
          {
            ...(await readStation(withApi(context, options), options)),
            onWait: (wait) => progress.budget(wait),
            onActivity: (activity) => progress.activity(activity),
          },
          { clock, say: (sentence) => console.remark(sentence) },
        );
        try {
          await progress.start(provisioning.journal);
          await provisioning.registrar
            .flush({}, { signal, ...(options.wait !== undefined && { waitMs: options.wait * 1000 }) })
            .finally(() => progress.stop());
          const counts = await provisioning.journal.countRegistrations();
          const owing = outboxCountsOf(counts);
          const left = openStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
          console.result(
            { event: 'end', confirmed: counts.confirmed ?? 0, refused: counts.refused ?? 0, left, ...owing },
            left === 0
              ? 'Nothing is owed any more.'
              : `${countsText(owing)} The same command goes on with them; nothing is sent twice.`,
          );
          return left === 0 ? 0 : 4;
        } finally {
          await provisioning.close();
        }
      }),
    );

  outbox
    .command('withdraw')
    .description('take back what is owed and was not sent: it is not registered any more')
    .argument('[device id...]', 'units, 1 to 8 hex digits each')
    .addOption(new Option('--id <device id>', 'the same; may be repeated').argParser(collected).default([]))
    .option('--file <file>', 'all units of this text or CSV file')
    .addOption(
      new Option('--column <field=name>', 'what the file calls a column, as in id=DEVICE; may be repeated')
        .argParser(collected)
        .default([]),
    )
    .option('--all', 'everything that is owed')
    .requiredOption('--why <reason>', 'kept in the journal')
    .addOption(settingsOption('which knows who may decide'))
    .action(
      commandAction<WithdrawFlags>(context, ({ id, ...flags }, console, ...ids) =>
        withdraw({ ...flags, id: [...id, ...ids] }, console, context),
      ),
    );

  outbox
    .command('resend')
    .description(
      'let a unit be sent again that the backend took and never listed, or whose answer got lost: only after a look in the portal',
    )
    .argument('[device id...]', 'units, 1 to 8 hex digits each')
    .addOption(new Option('--id <device id>', 'the same; may be repeated').argParser(collected).default([]))
    .requiredOption('--why <reason>', 'kept in the journal')
    .addOption(settingsOption('which knows who may decide'))
    .action(
      commandAction<ResendFlags>(context, ({ id, ...flags }, console, ...ids) =>
        resend({ ...flags, id: [...id, ...ids] }, console, context),
      ),
    );
};
