import type { DialectDefinition, Probe } from '../../firmware-protocols/contract.ts';
import { isAnswerTo, isOwnEcho, lineEnd } from './answer-forms.ts';

/** What each probe was answered with, by the bytes sent. An empty string means that nothing came. */
export type ProbeAnswers = ReadonlyMap<string, string>;

export type PortIdentity =
  | { readonly kind: 'dialect'; readonly definition: DialectDefinition }
  | { readonly kind: 'ambiguous'; readonly between: readonly DialectDefinition[] }
  | { readonly kind: 'silence' }
  /** Nothing answers now, but something has spoken since the port was opened. */
  | { readonly kind: 'fell silent'; readonly bytes: string }
  /** What was sent came back, and nothing else. */
  | { readonly kind: 'own echo' }
  /** What answers says "not now", and has done so for as long as it may. */
  | { readonly kind: 'busy'; readonly words: string }
  /** A family that is asked nothing unless it is named has said who it is. */
  | { readonly kind: 'announced'; readonly definition: DialectDefinition }
  /** Bytes came that look like another speed. */
  | { readonly kind: 'garbage'; readonly bytes: string }
  /** Readable bytes came that fit no dialect; without end: among them no answer can be told from the rest. */
  | { readonly kind: 'foreign'; readonly bytes: string; readonly isEndless?: true };

/** Vendor and product of a USB device: four lower-case hex digits each. */
export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
}

const ownOf = (all: readonly DialectDefinition[], usb: UsbIdentity | null): readonly DialectDefinition[] =>
  all.filter(({ identify }) =>
    identify.usb?.some(({ vendorId, productId }) => vendorId === usb?.vendorId && productId === usb.productId),
  );

/** The dialect of a board that is the USB device itself, if exactly one has this identity: it need not be asked. */
export const dialectOfUsb = (all: readonly DialectDefinition[], usb: UsbIdentity | null): DialectDefinition | null => {
  const [own, ...others] = ownOf(all, usb);
  return others.length > 0 ? null : (own ?? null);
};

/** The families that are only read when they are named and say who they are: whoever hears one of them asks nothing more. */
export const announcersAmong = (all: readonly DialectDefinition[]): readonly DialectDefinition[] =>
  all.filter(({ identify }) => identify.mode === 'named only' && identify.banner !== undefined);

/** Which dialects may be looked for on a port: the board's own where the USB device is one, else those that may be asked for without being named. */
export const candidatesOn = (
  all: readonly DialectDefinition[],
  usb: UsbIdentity | null,
): readonly DialectDefinition[] => {
  const own = ownOf(all, usb);
  return own.length > 0 ? own : all.filter(({ identify }) => identify.mode === 'automatic');
};

type Candidacy = 'matched' | 'open' | 'excluded';

const candidacyOf = (definition: DialectDefinition, answers: ProbeAnswers): Candidacy => {
  for (const probe of definition.identify.probes) {
    const answer = answers.get(probe.send);
    if (answer === undefined) return 'open';
    if (!isAnswerTo(definition, probe, answer)) return 'excluded';
  }
  return definition.identify.probes.length > 0 ? 'matched' : 'excluded';
};

/** The next question worth asking, in the candidates' order; null when nothing more can be learnt. */
export const nextProbe = (candidates: readonly DialectDefinition[], answers: ProbeAnswers): Probe | null => {
  if (candidates.some((candidate) => candidacyOf(candidate, answers) === 'matched')) return null;
  const open = candidates.find((candidate) => candidacyOf(candidate, answers) === 'open');
  return open?.identify.probes.find(({ send }) => !answers.has(send)) ?? null;
};

/** Whether some candidate already has from this probe what it wanted, so that only a short silence need be waited for. */
export const isExpected = (candidates: readonly DialectDefinition[], send: string, answer: string): boolean =>
  answer !== '' &&
  candidates.some((candidate) =>
    candidate.identify.probes.some((probe) => probe.send === send && isAnswerTo(candidate, probe, answer)),
  );

/** The words for "not now" in this answer, in any candidate's tongue; null: none. */
export const busyWordsIn = (candidates: readonly DialectDefinition[], answer: string): string | null =>
  answer
    .split(lineEnd)
    .find((line) => line !== '' && candidates.some(({ results }) => results.busy?.test(line.replaceAll('\0', '')))) ??
  null;

/** The dialect whose start-up text this is, if exactly one claims it. */
export const matchBanner = (candidates: readonly DialectDefinition[], heard: string): DialectDefinition | null => {
  const forms = [heard, heard.replaceAll('\0', '').split(lineEnd).join('\r\n')];
  const claiming = candidates.filter(({ identify }) => forms.some((form) => identify.banner?.test(form)));
  return claiming.length === 1 ? (claiming[0] ?? null) : null;
};

/** What the answers at one speed amount to. `heard`: everything that came, asked for or not. */
export const concludeIdentification = (
  candidates: readonly DialectDefinition[],
  answers: ProbeAnswers,
  heard: string,
): PortIdentity => {
  const between = candidates.filter((candidate) => candidacyOf(candidate, answers) === 'matched');
  const [definition] = between;
  if (between.length > 1) return { kind: 'ambiguous', between };
  if (definition !== undefined) return { kind: 'dialect', definition };
  if (heard === '') return { kind: 'silence' };
  const answered = [...answers].filter(([, answer]) => answer !== '');
  if (answered.length > 0 && answered.every(([send, answer]) => isOwnEcho(send, answer))) return { kind: 'own echo' };
  return { kind: looksLikeWrongBaud(heard) ? 'garbage' : 'foreign', bytes: heard };
};

/** At a wrong speed bytes come out as control characters, NULs and values above 7F; text of any dialect is almost free of them. */
export const looksLikeWrongBaud = (bytes: string): boolean => {
  const odd = bytes.match(/[^\x20-\x7E\r\n\t]/g)?.length ?? 0;
  return odd * 4 > bytes.length;
};
