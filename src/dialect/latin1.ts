/** Bytes as text, one character a byte: what dialects are written in. */
export const textOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** The reverse. Characters beyond U+00FF have no byte and are a fault of the dialect. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
