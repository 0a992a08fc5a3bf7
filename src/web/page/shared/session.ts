/** Who the station takes this page for. */
export interface PageSession {
  readonly person: { readonly name: string; readonly role: string } | null;
  /** On the station's own computer. */
  readonly isBench: boolean;
}

/** Whether the station shows anything to this page. */
export const mayLook = ({ person, isBench }: PageSession): boolean => isBench || person !== null;

/** null: the station does not answer. */
export const askSession = async (): Promise<PageSession | null> => {
  try {
    return (await (await fetch('/api/session')).json()) as PageSession;
  } catch {
    return null;
  }
};

/** What the station says of what was asked of it. */
export interface StationReply {
  readonly isRefused: boolean;
  readonly message: string;
}

/** Signs this page in with a badge or a PIN. null: the station does not answer. */
export const signInHere = (code: string): Promise<StationReply | null> => post('/api/session', { code });

/** Hands a scanned line to the station. What it did is told to every page by the live picture. null: the station does not answer. */
export const postScan = (line: string): Promise<StationReply | null> => post('/api/scan', { line });

const post = async (path: string, body: unknown): Promise<StationReply | null> => {
  try {
    const send = (): Promise<Response> =>
      fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    let answer = await send();
    if (answer.status === 401) {
      // The station was started anew meanwhile: whoever opens a page on it is known to it
      await fetch('/', { cache: 'no-store' });
      answer = await send();
    }
    const { message = '' } = (await answer.json()) as { readonly message?: string };
    return { isRefused: !answer.ok, message };
  } catch {
    return null;
  }
};
