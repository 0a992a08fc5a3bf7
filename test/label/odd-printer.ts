import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** A printer that does with each connection what the test says. Its side stays open when the other ends. */
export const oddPrinter = async (
  serve: (socket: Socket) => void,
): Promise<{ readonly host: string; readonly port: number }> => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
};

/** The answer of a printer that is ready. */
export const readyAnswer =
  '\u0002030,0,0,0200,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,4,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n';

/** Calls back once the text has come, whatever pieces it comes in. */
export const onText = (socket: Socket, text: string, then: () => void): void => {
  let heard = '';
  const listen = (bytes: Buffer): void => {
    heard += bytes.toString('latin1');
    if (!heard.includes(text)) return;
    socket.off('data', listen);
    then();
  };
  socket.on('data', listen);
};
