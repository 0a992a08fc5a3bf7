import type { DeviceId } from '../../domain/device-id.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { mayHaveBeenSent } from '../../domain/registration.ts';
import type { DecidedByPerson } from '../../journal/unit-events.ts';
import type { Journal } from '../../journal/journal.ts';
import { deviceIdArgument } from '../shared/arguments.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { decidingPerson, requireReason } from '../shared/deciding-person.ts';
import { withOwnJournal } from '../shared/own-journal.ts';
import { readDeviceIds } from '../series/read-units.ts';
import { readSettings } from '../../composition/station-config.ts';

interface DecisionFlags {
  readonly why: string;
  readonly settings?: string;
}

export interface ResendFlags extends DecisionFlags {
  readonly id: readonly string[];
}

export interface WithdrawFlags extends ResendFlags {
  readonly file?: string;
  readonly column: readonly string[];
  readonly all?: true;
}

/** Units in one append. */
const pageLength = 500;
const inUse = 'A line runs on this journal; stop it first, so that it does not send what is taken back.';

/** Only what was never sent can be taken back; the rest is said, unit by unit. */
export const withdraw = async (flags: WithdrawFlags, console: Console, context: CommandContext): Promise<number> => {
  const ways = [flags.id.length > 0, flags.file !== undefined, flags.all === true].filter(Boolean).length;
  if (ways !== 1)
    throw new PaclineError('bad usage', 'Say what is to be taken back: --id, --file or --all; exactly one of them.');
  const named =
    flags.all === true
      ? null
      : await readDeviceIds(
          flags.file === undefined
            ? { id: flags.id, column: flags.column }
            : { id: [], file: flags.file, column: flags.column },
          context,
        );
  return decide(flags, context, async (journal, decided) => {
    const counts = { withdrawn: 0, sent: 0, notOwed: 0 };
    for await (const page of named === null ? owedPages(journal) : pagesOf(named)) {
      const owed: DeviceId[] = [];
      for (const deviceId of page) {
        const registration = await journal.registration(deviceId);
        if (registration?.state === 'owed') owed.push(deviceId);
        else if (registration === null || !mayHaveBeenSent(registration.state)) counts.notOwed += 1;
        else {
          counts.sent += 1;
          console.remark(
            `${deviceId} was sent already (${registration.state}); it is settled by looking, and cannot be taken back.`,
          );
        }
      }
      await journal.append(owed.map((deviceId) => ({ kind: 'registration withdrawn', deviceId, ...decided })));
      for (const deviceId of owed) if (console.json) console.result({ event: 'withdrawn', deviceId, ...decided }, '');
      counts.withdrawn += owed.length;
    }
    console.result(
      { event: 'end', ...counts },
      `${counts.withdrawn} taken back, ${counts.sent} sent already, ${counts.notOwed} not owed.`,
    );
    return counts.sent > 0 ? 4 : 0;
  });
};

export const resend = async (flags: ResendFlags, console: Console, context: CommandContext): Promise<number> => {
  if (flags.id.length === 0) throw new PaclineError('bad usage', 'Say which unit: --id, once for each.');
  const deviceIds = flags.id.map(deviceIdArgument);
  return decide(flags, context, async (journal, decided) => {
    for (const deviceId of deviceIds) {
      const state = (await journal.registration(deviceId))?.state;
      if (state === undefined || state === 'intended' || !mayHaveBeenSent(state)) {
        throw new PaclineError(
          'bad usage',
          `${deviceId} is ${state === undefined ? 'not in the outbox' : state}: only a unit that is in a job, that the backend took, or whose answer got lost, may be sent again by a person.`,
          { context: { deviceId } },
        );
      }
    }
    await journal.append(deviceIds.map((deviceId) => ({ kind: 'registration resend allowed', deviceId, ...decided })));
    for (const deviceId of deviceIds)
      console.result(
        { event: 'resend allowed', deviceId, ...decided },
        `${deviceId} is owed again: \`pacline outbox drain\` or a running line looks for it once more and sends it.`,
      );
    return 0;
  });
};

const decide = async (
  { why, settings: file }: DecisionFlags,
  context: CommandContext,
  act: (journal: Journal, decided: DecidedByPerson) => Promise<number>,
): Promise<number> => {
  const reason = requireReason(why);
  const settings = await readSettings(file === undefined ? {} : { settings: file });
  return withOwnJournal(context, settings, inUse, async (journal) => {
    const operator = await decidingPerson({ settings, needed: 'technician', journal }, context);
    return act(journal, { operator, reason });
  });
};

async function* pagesOf(deviceIds: readonly DeviceId[]): AsyncGenerator<readonly DeviceId[]> {
  for (let from = 0; from < deviceIds.length; from += pageLength) yield deviceIds.slice(from, from + pageLength);
}

/** What is taken back is not owed any more: each time the first page. */
async function* owedPages(journal: Journal): AsyncGenerator<readonly DeviceId[]> {
  for (;;) {
    const page = await journal.registrations(['owed'], { limit: pageLength });
    if (page.length === 0) return;
    yield page.map(({ deviceId }) => deviceId);
  }
}
