#!/usr/bin/env node
import { holdMemorySmall } from './hold-memory-small.ts';
import { keepCompiled } from './keep-compiled.ts';
import { notNewEnough } from './new-enough.ts';

// Before anything else is loaded: an older Node could not load the rest, and would say so with a stack trace.
const refusal = notNewEnough(process.versions.node);
if (refusal === undefined) {
  holdMemorySmall();
  keepCompiled(process.env);
  await import('./start.ts');
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
}
