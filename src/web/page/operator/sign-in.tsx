import { useEffect, useRef, useState } from 'preact/hooks';

import type { Language } from '../../../words/language.ts';
import type { StationReply } from '../shared/session.ts';

interface SignInProps {
  readonly language: Language;
  /** null: the station does not answer. */
  readonly signIn: (code: string) => Promise<StationReply | null>;
  readonly onDone: () => void;
  /** Left out: nothing can be done before. */
  readonly onCancel?: () => void;
}

/** A badge or PIN that is typed; it is shown to nobody. */
export const SignIn = ({ language, signIn, onDone, onCancel }: SignInProps) => {
  const { text } = language;
  const dialog = useRef<HTMLDialogElement>(null);
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await signIn(code);
    setCode('');
    if (answer?.isRefused === false) onDone();
    else setRefusal(answer?.message ?? text.noContact);
  };
  return (
    <dialog class="sign-in" ref={dialog} onClose={onCancel} aria-labelledby="sign-in-label">
      <form onSubmit={(event) => void submit(event)}>
        <label id="sign-in-label" for="sign-in-code">
          {text.badgeOrPin}
        </label>
        <input
          id="sign-in-code"
          type="password"
          autocomplete="off"
          value={code}
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <p role="alert">{refusal}</p>
        <button type="submit">{text.signIn}</button>
        {onCancel !== undefined && (
          <button type="button" onClick={() => dialog.current?.close()}>
            {text.cancel}
          </button>
        )}
      </form>
    </dialog>
  );
};
