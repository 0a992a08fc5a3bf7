import { existsSync } from 'node:fs';

import { followsFrom, hiddenOf, type ShownField } from '../../backend/preflight.ts';
import type { Backend } from '../../backend/backend.ts';
import type { DeviceId } from '../../domain/device-id.ts';
import { errorTable } from '../../domain/errors/error-table.ts';
import type { JournalReader } from '../../journal/journal.ts';
import { openJournalReader } from '../../journal/open-journal-reader.ts';
import { agreementOf } from '../../registrar/journal-agreement.ts';
import { journalFile, stateFolder } from '../../settings/state-folder.ts';
import { duration } from '../register/bulk-progress.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { isHeard, showUnitStatus } from './show-unit-status.ts';

/** IDs in one look-up. */
const pageLength = 100;
/** Between two looks for a first frame, in ms: a frame takes some 6 s on the air, and the list may be asked five times a second. */
const lookEveryMs = 3000;

interface StatusTools {
  readonly backend: Pick<Backend, 'find' | 'identity'>;
  readonly context: CommandContext;
  readonly console: Console;
}

/** Prints what is known of each unit; 1 if the backend does not show one of them. */
export const showUnits = async (
  deviceIds: readonly DeviceId[],
  { backend, context, console }: StatusTools,
): Promise<number> => {
  const reader = await journalIfAny(context);
  const layout = deviceIds.length === 1 ? 'unit' : 'list';
  let absent = 0;
  const hidden = new Set<ShownField>();
  try {
    for (let from = 0; from < deviceIds.length; from += pageLength) {
      const page = deviceIds.slice(from, from + pageLength);
      const found = await backend.find(page, { signal: context.signal, effort: 'thorough' });
      for (const deviceId of page) {
        const device = found.get(deviceId);
        const record = (await reader?.registration(deviceId)) ?? null;
        if (device === undefined) absent += 1;
        else for (const sight of hiddenOf(device)) hidden.add(sight);
        showUnitStatus(
          { deviceId, device, journal: agreementOf(record, { device, here: backend.identity }) },
          layout,
          console,
        );
      }
    }
  } finally {
    await reader?.close();
  }
  // Of a list once, and not in every line
  if (layout === 'list')
    for (const sight of hidden)
      console.remark(`  This API user is not shown the ${sight} of some of them: ${followsFrom[sight]}.`);
  if (absent === 0) return 0;
  console.remark(`  ${errorTable['not registered'].operatorAction}.`);
  return errorTable['not registered'].exitCode;
};

/** A machine without a journal, such as one in an office, has nothing to compare with. */
const journalIfAny = async (context: CommandContext): Promise<JournalReader | null> => {
  const path = journalFile(stateFolder(context));
  return existsSync(path) ? openJournalReader({ path }) : null;
};

/** Waits until the network has heard each unit, and prints each as it is heard. Nothing is made to transmit. */
export const awaitFirstFrames = async (
  deviceIds: readonly DeviceId[],
  { withinMs }: { readonly withinMs: number },
  { backend, context: { clock, signal }, console }: StatusTools,
): Promise<number> => {
  const silent = new Set(deviceIds);
  const end = clock.uptime() + withinMs;
  let exitCode = 0;
  for (;;) {
    const found = await backend.find([...silent], { signal, effort: 'thorough' });
    for (const deviceId of silent) {
      const device = found.get(deviceId);
      if (device === undefined) {
        silent.delete(deviceId);
        exitCode = errorTable['not registered'].exitCode;
        const message = 'not registered, or not visible to this API user';
        console.result(
          { deviceId, outcome: 'fail', code: 'not registered', message },
          `${console.styled('red', 'fail')}  ${deviceId}  ${message}`,
        );
      } else if (isHeard(device)) {
        silent.delete(deviceId);
        const { activationAt = null, lastSeenAt = null } = device;
        console.result(
          { deviceId, outcome: 'pass', code: 'heard', message: 'The network has heard it.', activationAt, lastSeenAt },
          `${console.styled('green', 'pass')}  ${deviceId}  The network has heard it.`,
        );
      }
    }
    const leftMs = end - clock.uptime();
    if (silent.size === 0) return exitCode;
    if (leftMs <= 0) break;
    await clock.sleep(Math.min(lookEveryMs, leftMs), { signal });
  }
  const message = `No frame within ${duration(withinMs)}. The unit is registered all the same: a missing frame is no failed registration.`;
  for (const deviceId of silent)
    console.result(
      { deviceId, outcome: 'timeout', code: 'no frame yet', message },
      `${console.styled('yellow', 'timeout')}  ${deviceId}  ${message}`,
    );
  console.remark(`  ${errorTable['no frame yet'].operatorAction}.`);
  return errorTable['no frame yet'].exitCode;
};
