import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whoever asks here is told where the browser is; the first to ask has it started. */
    readonly browserAt: string;
  }
}

const startBrowser = (): StartedBrowser => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve-browser.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const endpoint = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  return { child, endpoint };
};

interface StartedBrowser {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly endpoint: Promise<string>;
}

/** One browser for all tests that need one, and none for those that do not. */
export default async function shareBrowser({ provide }: TestProject): Promise<() => Promise<void>> {
  let started: StartedBrowser | null = null;
  const server = createServer((_, response) => {
    started ??= startBrowser();
    void started.endpoint.then((endpoint) => response.end(endpoint));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  provide('browserAt', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    if (started === null) return;
    started.child.stdin.end();
    await once(started.child, 'exit');
  };
}
