import { resolve } from 'node:path';

import type { Settings } from '../settings.ts';
import type { HookSetting, ResultSetting, RouteSetting } from '../../hooks/hook-setting.ts';
import type { PrinterSetting } from '../tables/printer.ts';
import type { ProductSetting } from '../tables/product.ts';

/** The settings with every path that is relative meaning the settings file's folder. */
export const besideFile = (
  { backend, products, hooks, page, pictures, printer, route, result, ...rest }: Settings,
  folder: string,
): Settings => ({
  ...rest,
  backend: backend.caFile === undefined ? backend : { ...backend, caFile: resolve(folder, backend.caFile) },
  page: {
    ...page,
    ...(page.certificateFile !== undefined && { certificateFile: resolve(folder, page.certificateFile) }),
    ...(page.keyFile !== undefined && { keyFile: resolve(folder, page.keyFile) }),
  },
  pictures: pictures.map(({ code, file }) => ({ code, file: resolve(folder, file) })),
  products: products.map((product) => productBeside(product, folder)),
  hooks: hooks.map((hook): HookSetting =>
    hook.kind === 'folder' ? { ...hook, folder: resolve(folder, hook.folder) } : hook,
  ),
  ...(printer === undefined
    ? {}
    : {
        printer:
          printer.kind === 'folder'
            ? ({ ...printer, folder: resolve(folder, printer.folder) } satisfies PrinterSetting)
            : printer,
      }),
  ...(route === undefined
    ? {}
    : {
        route: route.kind === 'list' ? ({ ...route, list: resolve(folder, route.list) } satisfies RouteSetting) : route,
      }),
  ...(result === undefined
    ? {}
    : {
        result:
          result.kind === 'folder'
            ? ({ ...result, folder: resolve(folder, result.folder) } satisfies ResultSetting)
            : result,
      }),
});

const productBeside = ({ deliveryList, label, ...rest }: ProductSetting, folder: string): ProductSetting => ({
  ...rest,
  ...(deliveryList === undefined ? {} : { deliveryList: resolve(folder, deliveryList) }),
  ...(label === undefined
    ? {}
    : { label: label.template === undefined ? label : { ...label, template: resolve(folder, label.template) } }),
});
