#!/usr/bin/env node
import { holdHeapSmall } from './hold-heap-small.ts';

// Before anything else is loaded, which would let the heap grow first
holdHeapSmall();
await import('./start.ts');
