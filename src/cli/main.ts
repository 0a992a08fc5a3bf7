#!/usr/bin/env node
import { holdMemorySmall } from './hold-memory-small.ts';

// Before anything else is loaded, which would let the memory grow first
holdMemorySmall();
await import('./start.ts');
