import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import type { LiveFeed } from './live-feed.ts';

/** More pages than anybody has open: a limit against one that opens them without end. */
const mostSockets = 100;
/** Longest message that is taken: a ping. In bytes. */
const longestMessage = 100;

/** The live picture over WebSockets. */
export class LiveSockets {
  readonly #feed: LiveFeed;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false });

  constructor(feed: LiveFeed) {
    this.#feed = feed;
  }

  /** `after`: the last sequence that the page has, as it wrote it. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, after: string | null): void {
    if (this.#sockets.clients.size >= mostSockets)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    this.#sockets.handleUpgrade(request, socket, head, (open) =>
      this.#serve(open, after !== null && /^\d{1,15}$/.test(after) ? Number(after) : null),
    );
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #serve(socket: WebSocket, after: number | null): void {
    const subscription = this.#feed.subscribe(
      {
        get backlog() {
          return socket.bufferedAmount;
        },
        send: (frame) => socket.send(frame),
      },
      { after },
    );
    socket.on('message', (data) => {
      const ping = Buffer.isBuffer(data) ? pingOf(data.toString('utf8')) : null;
      if (ping === null) socket.close(1008);
      else subscription.ping(ping);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => subscription.end());
  }
}

/** The number of `{"ping": n}`; null: it is none. */
const pingOf = (message: string): number | null => {
  const [, number] = /^\{\s*"ping"\s*:\s*(\d{1,15})\s*\}$/.exec(message) ?? [];
  return number === undefined ? null : Number(number);
};
