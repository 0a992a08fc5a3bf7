/** What a frame carries: 1 to 12 bytes. As numbers, so that no encoder can be handed half a byte: an odd digit is refused by modems. */
export interface FramePayload {
  readonly payload: readonly number[];
}

/** Two upper-case hex digits a byte. */
export const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => (byte & 0xff).toString(16).toUpperCase().padStart(2, '0')).join('');
