import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Option, type Command } from 'commander';

import { allDialects, dialectNamed } from '../../composition/dialects.ts';
import { madeUpUnit } from '../../simulator/boards/made-up-unit.ts';
import { demoIds, demoUsers, demoWorld } from '../../simulator/backend/world/demo-world.ts';
import { usualListDelay } from '../../simulator/backend/world/delay.ts';
import { Registry } from '../../simulator/backend/world/registry.ts';
import { startSimulatedBackend } from '../../simulator/backend/server.ts';
import { collected } from '../shared/arguments.ts';
import { commandAction, type CommandContext } from '../shared/command-context.ts';
import { serveBoards } from './serve-boards.ts';
import { loopbackAddress } from './simulate-printer.ts';

interface BenchFlags {
  readonly listen: string;
  readonly slot: readonly string[];
  readonly folder: string;
  readonly dialect?: string;
}

export const addBench = (simulate: Command, context: CommandContext): void => {
  simulate
    .command('bench')
    .description(
      'serve a simulated backend and a board for each slot, and print how a line is run on them; until Ctrl-C',
    )
    .addOption(
      new Option('--slot <name>', 'a slot with a board in it, may be repeated; one of the name left if none is given')
        .argParser(collected)
        .default([]),
    )
    .addOption(
      new Option('--folder <folder>', 'where the paths of the slots are').default(
        join(tmpdir(), 'pacline-bench'),
        'pacline-bench among the temporary files',
      ),
    )
    .option('--dialect <dialect>', 'how the modems speak; one that is found by itself if left out')
    .option('--listen <address>', 'loopback address and port of the backend; port 0 takes a free one', '127.0.0.1:0')
    .action(
      commandAction<BenchFlags>(context, async ({ listen, slot, folder, dialect }, console) => {
        const { clock, signal } = context;
        const over = new AbortController();
        const kind = dialectNamed(dialect ?? found);
        const slots = slot.length === 0 ? ['left'] : slot;
        await mkdir(folder, { recursive: true });
        const backend = await startSimulatedBackend({
          listen: loopbackAddress(listen),
          world: new Registry(demoWorld),
          clock,
          signal: AbortSignal.any([signal, over.signal]),
          listDelay: usualListDelay,
        });
        try {
          const boards = slots.map((name, index) => ({
            dialect: kind,
            unit: madeUpUnit(null, index),
            wireFaults: [],
            link: resolve(folder, name),
          }));
          await serveBoards(boards, context, (served) => {
            const { deviceType: deviceTypeId } = demoIds;
            const { login, password } = demoUsers.writer;
            const places = served.map(({ path, unit: { deviceId } }, index) => ({
              slot: slots[index],
              path,
              deviceId,
            }));
            console.result(
              { event: 'bench', url: backend.url, login, deviceTypeId, slots: places },
              places
                .map(({ slot: name, path, deviceId }) => `slot ${name}  ${path}  a board with the ID ${deviceId}`)
                .join('\n'),
            );
            const flags = places.map(({ slot: name, path }) => ` --slot ${name}=${path}`).join('');
            console.remark(
              `To run a line on it:\n  export PACLINE_API_URL=${backend.url} PACLINE_API_LOGIN=${login} PACLINE_API_PASSWORD=${password}\n  pacline init${flags}\n  pacline run\nThe login and password open nothing but this simulation; its device type is ${deviceTypeId}.`,
            );
          });
          return 0;
        } finally {
          over.abort();
          await backend.close();
        }
      }),
    );
};

/** The first that an identification finds by itself. */
const found = allDialects.find(({ identify }) => identify.mode === 'automatic')?.id ?? '';
