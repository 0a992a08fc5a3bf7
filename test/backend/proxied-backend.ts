import { createServer as createProxy, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { createServer as createTlsFront } from 'node:tls';

import { onTestFinished } from 'vitest';

import { good, key, local } from './http/made-up-certificates.ts';
import { portOf } from './scripted-server.ts';

/** What a proxy does with a CONNECT: lets it through, answers with a status, says nothing, or breaks off. */
export type ProxyManner = 'through' | 'silence' | 'reset' | number;

export interface ProxyOptions {
  readonly manner?: ProxyManner;
  readonly secure?: boolean;
  /** Where every tunnel really leads: names like backend.example exist nowhere. */
  readonly to: number;
}

/** A real proxy; `asked` are the targets of its CONNECTs. */
export const startProxy = async ({ manner = 'through', secure = false, to }: ProxyOptions) => {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const open = new Set<Socket>();
  const server: Server = secure ? createTlsServer({ cert: local, key }) : createProxy();
  server.on('connection', (socket: Socket) => void open.add(socket));
  server.on('tlsClientError', () => undefined);
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    asked.push(url);
    logins.push(headers['proxy-authorization']);
    socket.on('error', () => socket.destroy());
    if (manner === 'silence') return;
    if (manner === 'reset') return void socket.destroy();
    if (manner !== 'through')
      return void socket.end(
        `HTTP/1.1 ${manner} No\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>No</html>`,
      );
    const through = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    open.add(through);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    address: `${secure ? 'https' : 'http'}://localhost:${portOf(server)}`,
    host: `localhost:${portOf(server)}`,
    asked,
    logins,
  };
};

/** A backend that answers every request in the same way, over TLS; it may be reached only by a tunnel. */
export const startTlsBackend = async (certificate = good) => {
  const requests: string[] = [];
  const server = createTlsServer({ cert: certificate, key }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request
      .resume()
      .on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"A10001"}'));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: portOf(server), requests };
};

/** Puts TLS, as backend.example, before a server that speaks plain http. */
export const startTlsFront = async (plainPort: number): Promise<{ readonly port: number }> => {
  const open = new Set<Socket>();
  const server = createTlsFront({ cert: good, key }, (socket) => {
    const behind = connect(plainPort, '127.0.0.1');
    for (const end of [socket, behind]) {
      open.add(end);
      end.on('error', () => [socket, behind].map((each) => each.destroy()));
    }
    socket.pipe(behind).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { port: portOf(server) };
};
