import { useState } from 'preact/hooks';

import type { BenchSummary, LastScan } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';
import { postScan } from '../shared/session.ts';
import { isSoundBlocked } from '../sound/follow-tones.ts';
import type { BenchStore } from '../live/bench-store.ts';
import { Mark } from '../shared/mark.tsx';
import { useValue } from '../shared/use-value.ts';
import type { MarkName } from '../shared/marks.ts';
import type { OperatorView } from './view.ts';
import { timeText } from '../shared/spoken.ts';
import { SignIn } from './sign-in.tsx';

/** How long a refused scan is marked, in ms. */
const refusedMs = 8000;

/** What a scan did, where the next one goes, who is signed in, and the few switches. */
export const Foot = ({ summary, view }: { readonly summary: BenchSummary; readonly view: OperatorView }) => {
  const { language, settings, store } = view;
  const { text } = language;
  const { lastScan, nextScan, person } = summary;
  const isRefused = useIsRefused(lastScan, store);
  const [isSigningIn, setSigningIn] = useState(false);
  const isMuted = useValue(settings.isMuted);
  const isBlocked = useValue(isSoundBlocked);
  const theme = useValue(settings.theme);
  const close = (): void => setSigningIn(false);
  const sound = isMuted ? 'off' : isBlocked ? 'blocked' : 'on';
  return (
    <footer class="foot">
      <div class="scan" role="status" data-refused={isRefused}>
        <Mark name={isRefused ? 'red' : 'scan'} />
        <div>
          <span class="caption">
            {text.lastScan}
            {lastScan !== null && ` · ${timeText(language, lastScan.at)}`}
          </span>
          <span class="value">
            {lastScan === null ? (
              text.noScan
            ) : (
              <>
                {lastScan.scanned !== null && <span class="mono">{`${lastScan.scanned} → `}</span>}
                <span dir="auto">{scanText(lastScan, language)}</span>
              </>
            )}
          </span>
        </div>
      </div>
      <div class="next" data-on={nextScan !== null}>
        {nextScan !== null && say(language, 'nextScan', { slot: nextScan })}
      </div>
      <button class="person" type="button" aria-haspopup="dialog" onClick={() => setSigningIn(true)}>
        <Mark name="person" />
        <span>
          <span class="caption">{text.signedIn}</span>
          <span class="value">{person === null ? text.nobodySignedIn : `${person.name} · ${text[person.role]}`}</span>
        </span>
      </button>
      <div class="switches">
        <Switch
          mark={sound === 'off' ? 'soundOff' : 'soundOn'}
          label={sound === 'off' ? text.soundOff : sound === 'on' ? text.soundOn : text.soundBlocked}
          isOn={sound === 'on'}
          onClick={() => settings.switchSound()}
        />
        <Switch label={language.name} onClick={() => void settings.nextLanguage()} />
        <Switch
          mark="theme"
          label={theme === 'light' ? text.dark : text.light}
          onClick={() => settings.switchTheme()}
        />
        <Switch mark="fullScreen" label={text.fullScreen} onClick={() => void switchFullScreen()} />
      </div>
      {isSigningIn && <SignIn language={language} signIn={postScan} onDone={close} onCancel={close} />}
    </footer>
  );
};

/** Whether the last scan was refused, and that is not long ago. */
const useIsRefused = (lastScan: LastScan | null, store: BenchStore): boolean => {
  useValue(store.tick);
  return lastScan !== null && lastScan.code !== null && store.now - lastScan.at < refusedMs;
};

/** What a scan did, in the page's language; why one was refused says more than its code does. */
const scanText = ({ deed, code, slot, message }: LastScan, { text, codes, deeds, tag }: Language): string => {
  if (deed !== null) return deeds[deed].replace('{slot}', slot ?? text.anySlot);
  return code === null || tag === 'en' ? message : `${codes[code].meaning} · ${message}`;
};

interface SwitchProps {
  readonly label: string;
  readonly mark?: MarkName;
  readonly isOn?: boolean;
  readonly onClick: () => void;
}

const Switch = ({ label, mark, isOn, onClick }: SwitchProps) => (
  <button type="button" aria-label={label} aria-pressed={isOn} onClick={onClick}>
    {mark === undefined ? label : <Mark name={mark} />}
    {mark !== undefined && <span class="label">{label}</span>}
  </button>
);

const switchFullScreen = async (): Promise<void> => {
  if (document.fullscreenElement === null) await document.documentElement.requestFullscreen();
  else await document.exitFullscreen();
};
