import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runStarted } from '../journal/sample-events.ts';
import { openBench, startServer } from './hook-bench.ts';

const events = 40;

test('a kill between delivery and remembering sends that event again under the same ID, and loses none', async () => {
  const bench = await openBench();
  await bench.journal.append(Array.from({ length: events }, (_, at) => runStarted(`run-${at}`)));
  await bench.journal.close();
  const came: string[] = [];
  const killedAt = ['bench-1:1', 'bench-1:17', 'bench-1:40'];
  const all = Promise.withResolvers<void>();
  let child: ChildProcess | null = null;
  onTestFinished(() => void child?.kill('SIGKILL'));
  const url = await startServer((request, response) => {
    const id = String(request.headers['x-pacline-event']);
    came.push(id);
    // The receiver has it; whoever sent it dies before hearing so
    if (killedAt.includes(id) && came.filter((other) => other === id).length === 1) {
      child?.kill('SIGKILL');
      return;
    }
    response.writeHead(204).end(() => {
      if (id === `bench-1:${events}`) all.resolve();
    });
  });
  for (let life = 0; life <= killedAt.length; life += 1) {
    child = spawn(process.execPath, [join(import.meta.dirname, 'deliver-until-killed.ts'), bench.stateFolder, url], {
      stdio: 'inherit',
    });
    const gone = once(child, 'exit');
    await Promise.race([gone, all.promise]);
    child.kill('SIGKILL');
    await gone;
  }
  expect([...new Set(came)]).toEqual(Array.from({ length: events }, (_, at) => `bench-1:${at + 1}`));
  expect(came.filter((id, at) => came.indexOf(id) !== at)).toEqual(killedAt);
});
