import { expect, test } from 'vitest';
import { stateFolder } from '../../src/settings/state-folder.ts';

const everything = {
  PACLINE_STATE_DIR: '/srv/pacline',
  XDG_STATE_HOME: '/home/ada/state',
  LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local',
};
const { PACLINE_STATE_DIR: _, ...withoutOurs } = everything;

test.each([
  ['linux', '/home/ada', everything, '/srv/pacline'],
  ['linux', '/home/ada', withoutOurs, '/home/ada/state/pacline'],
  ['linux', '/home/ada', {}, '/home/ada/.local/state/pacline'],
  ['linux', '/home/ada', { PACLINE_STATE_DIR: '', XDG_STATE_HOME: '' }, '/home/ada/.local/state/pacline'],
  ['linux', '/home/ada', { XDG_STATE_HOME: 'relative' }, '/home/ada/.local/state/pacline'],
  ['darwin', '/Users/ada', {}, '/Users/ada/Library/Application Support/pacline'],
  ['darwin', '/Users/ada', { XDG_STATE_HOME: '/Users/ada/state' }, '/Users/ada/state/pacline'],
  ['win32', 'C:\\Users\\ada', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\pacline'],
  ['win32', 'C:\\Users\\ada', {}, 'C:\\Users\\ada\\AppData\\Local\\pacline'],
] as const)('On %s at %s with %j the journal lives in %s', (platform, home, environment, folder) => {
  expect(stateFolder({ environment, platform, home })).toBe(folder);
});
