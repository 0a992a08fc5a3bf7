import { isIPv4 } from 'node:net';

/** Whether a host name of an address means this machine only, so that nothing said to it crosses a network. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (hostname.startsWith('127.') && isIPv4(hostname));
