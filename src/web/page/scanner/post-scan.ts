/** What the station says of a scan. */
export interface PostedScan {
  readonly isRefused: boolean;
  readonly message: string;
}

/** Hands a scanned line to the station, by the session of this page. What it did is told to every page by the live picture. */
export const postScan = async (line: string): Promise<PostedScan | null> => {
  try {
    const answer = await fetch('/api/scan', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ line }),
    });
    const { message } = (await answer.json()) as { readonly message: string };
    return { isRefused: !answer.ok, message };
  } catch {
    // The station is gone: the shroud says so
    return null;
  }
};
