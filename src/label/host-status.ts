/** What a printer says of itself. */
export interface HostStatus {
  /** Why no label comes out at the moment, in words; empty: it prints. */
  readonly stoppedBy: readonly string[];
}

/** Three strings, each between STX and ETX. */
const strings = /\x02([^\x03]*)\x03[^\x02]*\x02([^\x03]*)\x03[^\x02]*\x02[^\x03]*\x03/;

/**
 * The answer to `~HS`; null while it is not complete, or where it is none.
 * @source ZPL II Programming Guide, ~HS: string 1 `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l`, string 2 `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www`;
 * b paper out, c paused, o head up, p ribbon out
 */
export const parseHostStatus = (text: string): HostStatus | null => {
  const [, first, second] = strings.exec(text) ?? [];
  if (first === undefined || second === undefined) return null;
  const [one, two] = [first.split(','), second.split(',')];
  if (one.length < 12 || two.length < 4) return null;
  const flags: readonly (readonly [string | undefined, string])[] = [[one[1], 'it is out of paper'], [two[2], 'its head is open'], [two[3], 'it is out of ribbon'], [one[2], 'it is paused']];
  return { stoppedBy: flags.filter(([flag]) => flag?.trim() === '1').map(([, words]) => words) };
};
