import { createServer } from 'node:net';
import { portOf } from './scripted-server.ts';

/** A listener that speaks no TLS: it says nothing, or the wrong thing. */
export const startPlainListener = async (greeting: string | null) => {
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      received.push(chunk.toString('latin1'));
      if (greeting !== null) socket.end(greeting);
    });
    open.add(socket);
  });
  const open = new Set<{ destroy(): void }>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `https://127.0.0.1:${portOf(server)}/v2`,
    received,
    connected: new Promise<void>((resolve) => server.once('connection', () => resolve())),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
