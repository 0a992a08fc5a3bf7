import type { Check } from './examine.ts';
import { fault, inOrder, notLookedAt } from './finding.ts';
import { folderFinding } from './folder-finding.ts';
import { reachPlace } from './reach.ts';

/** A network printer as `host:port`, or the folder that labels are written to; null: no labels. */
export type PrinterToCheck = { readonly zpl: string } | { readonly folder: string } | null;

/** Is the printer there; nothing is printed. */
export const checkPrinter = (printer: PrinterToCheck): Check => ({
  name: 'printer',
  whenItHangs: 'printer down',
  run: async ({ signal }) => {
    if (printer === null) return [notLookedAt('printer', 'The settings name no printer.')];
    if ('folder' in printer) return [await folderFinding('folder', printer.folder, 'printer fault')];
    const [, host, port] = /^(.+):(\d+)$/.exec(printer.zpl) ?? [];
    if (host === undefined) return [fault('printer', 'bad settings', `"${printer.zpl}" is no printer's address.`, 'Write host and port, as in 192.0.2.10:9100.')];
    const way = await reachPlace({ host, port: Number(port) }, 'printer down', { signal });
    return way.isOpen ? [inOrder('printer', `${printer.zpl} takes connections.`)] : way.findings.filter(({ severity }) => severity === 'fault');
  },
});
