import { InvalidArgumentError } from 'commander';

import type { ServePagesOptions } from '../../composition/serve-pages.ts';
import { isLoopback } from '../../machine/loopback.ts';
import type { Console } from '../shared/console.ts';

/** Where the pages are served. */
export type PagePlace = ServePagesOptions['listen'];

/** Where neither a flag nor the settings say it. */
export const usualPagePlace: PagePlace = { host: '127.0.0.1', port: 8088 };

/** Of a flag: an address that others can reach takes a certificate, which the settings name. */
export const pagePlaceArgument = (text: string): PagePlace => {
  const [, address, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = address ?? name;
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('An address and port such as 127.0.0.1:8088 are expected.');
  if (!isLoopback(address === undefined ? host : `[${address}]`))
    throw new InvalidArgumentError(
      'Only an address of this machine may stand here; another one stands in [page] of the settings, with its certificate.',
    );
  return { host, port: Number(port) };
};

/** Tells where the pages are: to programs as an event, to people as a sentence. */
export const tellPage = (url: string, console: Console, say: (sentence: string) => void): void => {
  if (console.json) console.result({ event: 'page', url }, '');
  else say(`The pages are served at ${url}`);
};
