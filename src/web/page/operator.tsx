import { render } from 'preact';

import { BenchStore } from './live/bench-store.ts';
import { OperatorPage } from './operator/operator-page.tsx';
import { SignIn } from './operator/sign-in.tsx';
import { followScanner } from './scanner/follow-scanner.ts';
import { PageSettings } from './shared/page-settings.ts';
import { askSession, mayLook, postScan, signInHere } from './shared/session.ts';
import { followTones } from './sound/follow-tones.ts';

/** Between two looks whether this page is still signed in, while it hears nothing, in ms. */
const askAgainMs = 5000;

// First of all: what is scanned while the page is still coming must not get lost
followScanner(document, { onLine: (line) => void postScan(line) });

const settings = await PageSettings.load();
const session = await askSession();

if (session !== null && !mayLook(session)) {
  document.body.dataset['stale'] = 'false';
  render(
    <SignIn language={settings.language.value} signIn={signInHere} onDone={() => location.reload()} />,
    document.body,
  );
} else show(new BenchStore());

function show(store: BenchStore): void {
  // By hand and at once, not with the next drawing: no colour may be seen behind its time
  store.isStale.onChange(() => {
    document.body.dataset['stale'] = String(store.isStale.value);
  });
  let version: string | null = null;
  store.summary.onChange(() => {
    const { summary } = store;
    if (summary.value === null) return;
    // The station was updated: this page is of before
    if (version !== null && version !== summary.value.version) location.reload();
    version = summary.value.version;
    void settings.follow(summary.value.language);
  });
  followTones(store, settings);
  render(<OperatorPage store={store} settings={settings} />, document.body);
  store.open(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  setInterval(() => {
    if (store.isStale.value) void reloadIfSignedOut();
  }, askAgainMs);
}

/** The station has begun anew, or the session has ended: whoever looks signs in again. */
async function reloadIfSignedOut(): Promise<void> {
  const now = await askSession();
  if (now !== null && !mayLook(now)) location.reload();
}
