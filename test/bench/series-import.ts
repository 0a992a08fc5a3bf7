/**
 * How fast a New series comes into the journal, and what it takes: rows a second, processor time, the most memory. The number
 * of rows is the first argument. Ends with 1 when a row is missing or when an import needs more memory than it may.
 */
import { cpus } from 'node:os';

import { heldShort, measureImport } from '../series/measure-import.ts';

const rows = Number(process.argv[2] ?? 300_000);
const mostMegabytes = 200;

console.log(`${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
const { listed, seconds, cpuSeconds, rssMegabytes } = await measureImport(rows);
console.log(
  `${listed} of ${rows} rows in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds)} rows/s, CPU ${cpuSeconds.toFixed(1)} s, ${((cpuSeconds * 1e6) / rows).toFixed(0)} µs a row`,
);
console.log(`RSS ${rssMegabytes.toFixed(0)} MB at most, as V8 likes it`);
const short = await measureImport(rows, heldShort);
console.log(`RSS ${short.rssMegabytes.toFixed(0)} MB at most, with ${heldShort.join(' ')} (may be ${mostMegabytes})`);
process.exitCode = listed === rows && short.listed === rows && short.rssMegabytes < mostMegabytes ? 0 : 1;
