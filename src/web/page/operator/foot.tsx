import { useComputed, useSignal } from '@preact/signals';

import type { BenchSummary, LastScan } from '../../bench-state.ts';
import { say, type Language } from '../../../words/language.ts';
import { postScan } from '../shared/session.ts';
import { isSoundBlocked } from '../sound/follow-tones.ts';
import { Mark } from '../shared/mark.tsx';
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
  const isRefused = useComputed(() => {
    const { value } = store.summary;
    return value?.lastScan?.code != null && store.now.value - value.lastScan.at < refusedMs;
  }).value;
  const isSigningIn = useSignal(false);
  const close = (): void => {
    isSigningIn.value = false;
  };
  const sound = settings.isMuted.value ? 'off' : isSoundBlocked.value ? 'blocked' : 'on';
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
      <button class="person" type="button" aria-haspopup="dialog" onClick={() => (isSigningIn.value = true)}>
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
          label={settings.theme.value === 'light' ? text.dark : text.light}
          onClick={() => settings.switchTheme()}
        />
        <Switch mark="fullScreen" label={text.fullScreen} onClick={() => void switchFullScreen()} />
      </div>
      {isSigningIn.value && <SignIn language={language} signIn={postScan} onDone={close} onCancel={close} />}
    </footer>
  );
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
