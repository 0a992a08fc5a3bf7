/** What a printer says of itself. */
export interface HostStatus {
  /** Why no label comes out at the moment, in words; empty: it prints. */
  readonly stoppedBy: readonly string[];
}

/**
 * The answer to `~HS`; null while it is not complete, or where it is none.
 * @source ZPL II Programming Guide, ~HS: string 1 `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l`, string 2 `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www`;
 * b paper out, c paused, o head up, p ribbon out
 */
export const parseHostStatus = (text: string): HostStatus | null => {
  const strings = text
    .split(startOfText)
    .slice(1)
    .map((string) => string.split(endOfText));
  const [first, second, third] = strings.filter((parts) => parts.length > 1).map(([string = '']) => string.split(','));
  if (first === undefined || second === undefined || third === undefined || first.length < 12 || second.length < 4)
    return null;
  const flags: readonly (readonly [string | undefined, string])[] = [
    [first[1], 'it is out of paper'],
    [second[2], 'its head is open'],
    [second[3], 'it is out of ribbon'],
    [first[2], 'it is paused'],
  ];
  return { stoppedBy: flags.filter(([flag]) => flag?.trim() === '1').map(([, words]) => words) };
};

/** What each of the three strings stands between. */
const startOfText = '\u0002';
const endOfText = '\u0003';
