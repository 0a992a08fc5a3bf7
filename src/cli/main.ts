#!/usr/bin/env node
import { holdMemorySmall } from './hold-memory-small.ts';
import { keepCompiled } from './keep-compiled.ts';

// Before anything else is loaded
holdMemorySmall();
keepCompiled(process.env);
await import('./start.ts');
