import type { PrinterSetting } from '../../settings/tables/printer.ts';
import type { Check } from '../examine.ts';
import { fault, inOrder, notLookedAt } from '../finding.ts';
import { folderFinding } from '../folder-finding.ts';
import { reachPlace } from '../reach.ts';

export interface PrinterToCheck {
  /** null: there is none. */
  readonly printer: PrinterSetting | null;
  /** The products whose units get a label, by name. */
  readonly labelled: readonly string[];
}

/** Is the printer there; nothing is printed. */
export const checkPrinter = ({ printer, labelled }: PrinterToCheck): Check => ({
  name: 'printer',
  whenItHangs: 'printer down',
  run: async ({ signal }) => {
    if (printer === null && labelled.length > 0)
      return [
        fault(
          'printer',
          'bad settings',
          `${labelled.join(' and ')} ${labelled.length === 1 ? 'has' : 'have'} a label, but there is no [printer] to print it.`,
          'Add a [printer] to the settings, or take the label out of the product.',
        ),
      ];
    if (printer === null) return [notLookedAt('printer', 'The settings name no printer.')];
    if (printer.kind === 'folder') return [await folderFinding('folder', printer.folder, 'printer fault')];
    const { host, port } = printer;
    const way = await reachPlace({ host, port }, 'printer down', { signal });
    return way.isOpen
      ? [inOrder('printer', `${host.includes(':') ? `[${host}]` : host}:${port} takes connections.`)]
      : way.findings.filter(({ severity }) => severity === 'fault');
  },
});
