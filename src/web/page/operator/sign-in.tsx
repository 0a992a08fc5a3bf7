import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import type { Language } from '../../../words/language.ts';
import { postScan } from '../scanner/post-scan.ts';

/** A badge or PIN that is typed, where there is no scanner. It goes to the line as a scan does, and is shown to nobody. */
export const SignIn = ({ language, onDone }: { readonly language: Language; readonly onDone: () => void }) => {
  const { text } = language;
  const dialog = useRef<HTMLDialogElement>(null);
  const code = useSignal('');
  const refusal = useSignal('');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await postScan(code.value);
    code.value = '';
    if (answer === null || !answer.isRefused) onDone();
    else refusal.value = answer.message;
  };
  return (
    <dialog class="sign-in" ref={dialog} onClose={onDone} aria-labelledby="sign-in-label">
      <form onSubmit={(event) => void submit(event)}>
        <label id="sign-in-label" for="sign-in-code">
          {text.badgeOrPin}
        </label>
        <input
          id="sign-in-code"
          type="password"
          autocomplete="off"
          value={code}
          onInput={({ currentTarget }) => (code.value = currentTarget.value)}
        />
        <p role="alert">{refusal}</p>
        <button type="submit">{text.signIn}</button>
        <button type="button" onClick={() => dialog.current?.close()}>
          {text.cancel}
        </button>
      </form>
    </dialog>
  );
};
