import { onTestFinished } from 'vitest';

import { systemClock } from '../../../src/machine/system-clock.ts';
import { LiveFeed } from '../../../src/web/server/live-feed.ts';
import { readPageFiles } from '../../../src/web/server/page-files.ts';
import { findPageFolder } from '../../../src/web/server/page-folder.ts';
import { PageServer } from '../../../src/web/server/page-server.ts';
import { Sessions } from '../../../src/web/server/sessions.ts';
import { DrawnBench } from './drawn-bench.ts';
import type { Scene } from './scenes.ts';

/** The built pages over a bench that the test draws: for states that a real line shows for a moment only. Gone with the test. */
export const serveDrawnBench = async ({
  slots,
  summary,
}: Scene): Promise<{ readonly bench: DrawnBench; readonly url: string }> => {
  const bench = new DrawnBench(slots, summary);
  const feed = new LiveFeed({ source: bench, clock: systemClock });
  const over = new AbortController();
  const running = feed.run({ signal: over.signal });
  const cookie = 'pacline-test';
  const server = await PageServer.start({
    listen: { host: '127.0.0.1', port: 0 },
    secure: null,
    names: [],
    files: await readPageFiles(await findPageFolder()),
    routes: {},
    feed,
    sessions: new Sessions({ clock: systemClock, cookie }),
    cookie,
    personAtBench: () => null,
  });
  onTestFinished(async () => {
    over.abort();
    await running;
    await server.close();
  });
  return { bench, url: server.url };
};
