const needed = 24;

/** What to say to whoever starts the program on a Node (`24.1.0`) that it cannot run on; undefined where it can. */
export const notNewEnough = (node: string): string | undefined =>
  Number.parseInt(node, 10) >= needed
    ? undefined
    : `pacline needs Node ${needed} or newer, and this is Node ${node}. Install a newer one from https://nodejs.org and start again.`;
