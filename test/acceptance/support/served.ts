import { join } from 'node:path';

import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { start, startPacline } from './pacline.ts';

export const deviceType = demoIds.deviceType;
export const certificate = 'P_0001_AFAF_01';
export const password = demoUsers.writer.password;

export interface ServedBoard {
  readonly port: string;
  readonly deviceId: string;
}

/** A board on a real pseudo-terminal, served by a process of its own until the test is over: in this one, every later child would inherit it. */
export const serveBoard = async (...args: readonly string[]): Promise<ServedBoard> => {
  const [line] = await startPacline(['simulate', 'board', '--json', ...args]).until(/^\{.*"port":.*\}$/m);
  return JSON.parse(line) as ServedBoard;
};

/** A simulated backend in a process of its own; returns what a program needs in its environment to use it. */
export const serveBackend = async (...args: readonly string[]) => {
  const [, url = ''] = await startPacline(['simulate', 'backend', ...args]).until(/^(http:\S+)$/m);
  return accessTo(url);
};

/** The same, and somebody else has registered 00A1BEEF there. */
export const serveBackendWithStrangers = async () => {
  const [, url = ''] = await startBeside('backend-with-strangers.ts').until(/^(http:\S+)$/m);
  return accessTo(url);
};

export const accessTo = (url: string) => ({
  PACLINE_API_URL: url,
  PACLINE_API_LOGIN: demoUsers.writer.login,
  PACLINE_API_PASSWORD: password,
});

/** An address at which nobody listens. */
export const nobody = accessTo('http://127.0.0.1:1/v2');

/** The path of a port on which something is that is no modem we know; see there for what it does. */
export const serveStranger = async (manner: 'chatter' | 'garbage'): Promise<string> => {
  const [path] = await startBeside('stranger.ts', manner).until(/^\/dev\/\S+$/m);
  return path;
};

/** Starts a program of this folder. */
export const startBeside = (file: string, ...args: readonly string[]) =>
  start(process.execPath, [join(import.meta.dirname, file), ...args]);
