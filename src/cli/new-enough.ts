/** From here on Node carries an SQLite (3.51.3) whose write-ahead log cannot be damaged by a reset at the wrong moment. */
const needed = { major: 24, minor: 15 };

/** What to say to whoever starts the program on a Node (`24.1.0`) that it cannot run on; undefined where it can. */
export const notNewEnough = (node: string): string | undefined => {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > needed.major || (major === needed.major && minor >= needed.minor)) return undefined;
  return `pacline needs Node ${needed.major}.${needed.minor} or newer, and this is Node ${node}. Install a newer one from https://nodejs.org and start again.`;
};
