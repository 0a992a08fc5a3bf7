import { runShift, type Shift } from './power-cut-shift.ts';

/** Child process of a test: one shift as argv[2] says, as JSON; tells on standard output what appends it took, if it lives to tell. */
const shift: Shift = JSON.parse(process.argv[2] ?? '');
process.stdout.write(JSON.stringify([...(await runShift(shift))]));
