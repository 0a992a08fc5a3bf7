import { expect, test } from 'vitest';

import { unsafeNodeOptions } from '../../src/cli/unsafe-node-options.ts';

test.each([
  [['--inspect=0.0.0.0:9229'], undefined, '--inspect'],
  [['--enable-source-maps', '--inspect-brk'], '', '--inspect-brk'],
  [[], '--max-old-space-size=400 --report_on_fatalerror', '--report-on-fatalerror'],
  [[], '"--heapsnapshot-signal=SIGUSR2"', '--heapsnapshot-signal'],
  [[], '--tls-k"ey"log=keys.txt', '--tls-keylog'],
  [['--experimental-default-config-file'], undefined, '--experimental-default-config-file'],
])('Node started with %j and NODE_OPTIONS %j is told that %s is refused', (execArgv, nodeOptions, option) => {
  expect(unsafeNodeOptions(execArgv, nodeOptions)).toContain(`does not run with ${option}, by which`);
});

test.each([
  [[], undefined],
  [['--disable-warning=ExperimentalWarning'], '--max-old-space-size=400 --report-dir=/tmp --no-inspect'],
])('Node started with %j and NODE_OPTIONS %j is no danger', (execArgv, nodeOptions) => {
  expect(unsafeNodeOptions(execArgv, nodeOptions)).toBeUndefined();
});
