import { effect } from '@preact/signals';
import { render } from 'preact';

import { BenchStore } from './live/bench-store.ts';
import { OperatorPage } from './operator/operator-page.tsx';
import { PageSettings } from './shared/page-settings.ts';
import { followScanner } from './scanner/scanner.ts';
import { postScan } from './scanner/post-scan.ts';
import { followTones } from './sound/follow-tones.ts';

const store = new BenchStore();
const settings = await PageSettings.load(() => store.summary.value?.language ?? null);

// By hand and at once, not with the next rendering: no colour may be seen behind its time
effect(() => {
  document.body.dataset['stale'] = String(store.isStale.value);
});
followTones(store, settings);
followScanner(document, { onLine: (line) => void postScan(line) });
render(<OperatorPage store={store} settings={settings} />, document.body);
store.open(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
