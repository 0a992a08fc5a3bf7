import { writeFileSync } from 'node:fs';

/**
 * Password, PACs and badges are in this process's memory; nothing of it leaves by the doors that a runtime has for its developers.
 * SIGUSR1 would open Node's inspector to every user of this machine, and a crash would write the memory to the disk.
 * @source signal events of Node's process; core(5), "Controlling which mappings are written to the core dump"
 */
export const keepMemoryPrivate = (): void => {
  process.on('SIGUSR1', () => undefined);
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A system without /proc
  }
};
