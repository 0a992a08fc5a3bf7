#!/usr/bin/env node
import { tuneMemory } from './tune-memory.ts';
import { keepCompiled } from './keep-compiled.ts';
import { keepMemoryPrivate } from './keep-memory-private.ts';
import { notNewEnough } from './new-enough.ts';
import { unsafeNodeOptions } from './unsafe-node-options.ts';

// What `ps` shows, and what another program is told that finds the port taken; a PAC on the command line is not for either.
process.title = 'pacline';
keepMemoryPrivate();

// Before anything else is loaded: an older Node could not load the rest, and would say so with a stack trace.
const refusal = notNewEnough(process.versions.node) ?? unsafeNodeOptions(process.execArgv, process.env['NODE_OPTIONS']);
if (refusal === undefined) {
  tuneMemory();
  keepCompiled(process.env);
  await import('./start.ts');
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
}
