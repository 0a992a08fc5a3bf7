import { InvalidArgumentError, Option } from 'commander';

import { isLoopback } from '../../machine/loopback.ts';

/** Where the pages are served. */
export interface PagePlace {
  readonly host: string;
  readonly port: number;
}

/** Where neither a flag nor the settings say it. */
export const usualPagePlace: PagePlace = { host: '127.0.0.1', port: 8088 };

/** `true`: the option stands without a value. */
export const pageOption = (): Option =>
  new Option('--page [host:port]', 'serve the pages meanwhile, at 127.0.0.1:8088 if left out').argParser(parsePlace);

const parsePlace = (text: string): PagePlace => {
  const [, address, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = address ?? name;
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('An address and port such as 127.0.0.1:8088 are expected.');
  if (!isLoopback(address === undefined ? host : `[${address}]`))
    throw new InvalidArgumentError(
      'Only an address of this machine: for another one the settings need [page] with a certificate.',
    );
  return { host, port: Number(port) };
};
