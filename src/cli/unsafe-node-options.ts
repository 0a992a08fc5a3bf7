/** Options of Node that lay open what is in memory or on the wire, or name a file that may hold such options. */
const unsafe =
  /(?:^|\s)(--(?:inspect|heapsnapshot|heap-prof|report-(?:on|uncaught)|tls-keylog|trace-tls|experimental-(?:default-)?config-file)[\w-]*)/;

/** What to say to whoever starts the program with one of them, on the command line of Node or in NODE_OPTIONS; undefined: with none. */
export const unsafeNodeOptions = (execArgv: readonly string[], nodeOptions: string | undefined): string | undefined => {
  // Node reads underscores as hyphens and lets parts of a word be quoted
  const words = `${execArgv.join(' ')} ${nodeOptions ?? ''}`.replaceAll(/["\\]/g, '').replaceAll('_', '-');
  const [, option] = unsafe.exec(words) ?? [];
  return option === undefined
    ? undefined
    : `pacline does not run with ${option}, by which others could read the API password and PACs: take it off the command line of Node and out of NODE_OPTIONS.`;
};
