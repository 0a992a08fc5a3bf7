import type { PaclineError } from '../../domain/errors/pacline-error.ts';
import { localTime } from '../../domain/shift.ts';
import type { Sequence } from '../../journal/journal.ts';
import type { Check } from '../examine.ts';
import { fault, fromError, inOrder, notLookedAt, remark, withFullStop, type Finding } from '../finding.ts';
import { folderFinding } from '../folder-finding.ts';
import type { JournalEnd } from '../journal-end.ts';
import { reachPlace } from '../reach.ts';

/** Where events are delivered to. */
export interface HookToCheck {
  readonly name: string;
  readonly target:
    | { readonly kind: 'webhook' | 'mqtt'; readonly url: string }
    | { readonly kind: 'folder'; readonly folder: string };
  /** The last event that was delivered; null: not known. */
  readonly deliveredTo: Sequence | null;
  /** The outage under way; null: none is. */
  readonly failing: { readonly since: number; readonly why: string } | null;
  /** Why the line would not start with it, such as a secret that is not in the environment; null: it would. */
  readonly refusal: PaclineError | null;
}

export interface HooksToCheck {
  readonly hooks: () => Promise<readonly HookToCheck[]>;
  readonly lastEvent: () => Promise<JournalEnd | null>;
}

/** Events that may be on their way without anybody being told. Our choice: some minutes of a full line. */
const usualDelay = 1000;

/** Can each receiver be reached, and how far behind is it. Nothing is delivered. */
export const checkHooks = ({ hooks: readHooks, lastEvent }: HooksToCheck): Check => ({
  name: 'hooks',
  whenItHangs: 'hook down',
  run: async ({ signal }) => {
    const hooks = await readHooks();
    if (hooks.length === 0) return [notLookedAt('hooks', 'The settings name no hook.')];
    const last = (await lastEvent())?.sequence ?? 0;
    const findings = await Promise.all(
      hooks.map(async (hook) => [
        ...refusal(hook),
        await reachHook(hook, signal),
        ...position(hook, last),
        ...outage(hook),
      ]),
    );
    return findings.flat();
  },
});

const ports: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'mqtt:': 1883, 'mqtts:': 8883 };

const reachHook = async ({ name, target }: HookToCheck, signal: AbortSignal): Promise<Finding> => {
  const subject = `hook ${name}`;
  if (target.kind === 'folder') return folderFinding(subject, target.folder, 'hook down');
  const url = URL.parse(target.url);
  const port = url === null ? undefined : Number(url.port) || ports[url.protocol];
  if (url === null || port === undefined)
    return fault(
      subject,
      'bad settings',
      'Its url is no address that Pacline can deliver to.',
      'Correct the settings.',
    );
  const { findings, isOpen } = await reachPlace({ host: url.hostname, port }, 'hook down', { signal });
  const failed = findings.find(({ severity }) => severity === 'fault');
  return isOpen || failed === undefined ? inOrder(subject, `${url.host} takes connections.`) : { ...failed, subject };
};

const refusal = ({ name, refusal: error }: HookToCheck): readonly Finding[] =>
  error === null
    ? []
    : [
        {
          ...fromError(`hook ${name}`, error),
          action: 'Set the variable where the line is started, or correct the hook in the settings.',
        },
      ];

const position = ({ name, deliveredTo }: HookToCheck, last: Sequence): readonly Finding[] => {
  if (deliveredTo === null) return [];
  const behind = Math.max(0, last - deliveredTo);
  const words =
    behind === 0
      ? `every event is delivered, the last is ${last}`
      : `delivered up to event ${deliveredTo} of ${last}, ${behind} to go`;
  return [
    behind <= usualDelay
      ? inOrder(`hook ${name}`, words)
      : remark(`hook ${name}`, `${words}.`, 'Nothing, if the number goes down; else look at the receiver.'),
  ];
};

const outage = ({ name, failing }: HookToCheck): readonly Finding[] => {
  if (failing === null) return [];
  return [
    remark(
      `hook ${name}`,
      withFullStop(`failing since ${localTime(failing.since)}: ${failing.why}`),
      'Check the receiver; delivery goes on by itself.',
    ),
  ];
};
