/** A terminal window around the built program, whose arguments follow: what it shows comes on standard output, and it goes when this process does. */
import { spawn } from '@lydell/node-pty';

import { cli } from './pacline.ts';

const child = spawn(process.execPath, [cli, ...process.argv.slice(2)], { cols: 160, rows: 50, env: process.env });
child.onData((text) => process.stdout.write(text));
child.onExit(({ exitCode }) => process.exit(exitCode));
