import { createInterface } from 'node:readline';

/** The first line of a stream, without its end; empty when there is none. */
export const readFirstLine = async (stream: NodeJS.ReadableStream): Promise<string> => {
  for await (const line of createInterface({ input: stream })) return line;
  return '';
};
