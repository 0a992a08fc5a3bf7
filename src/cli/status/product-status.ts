import type { Backend } from '../../backend/backend.ts';
import { errorTable } from '../../domain/errors/error-table.ts';
import { describeCertification, type Product } from '../../domain/product.ts';
import { surveyProduct, type Survey } from '../../registrar/survey-product.ts';
import type { CommandContext } from '../shared/command-context.ts';
import type { Console } from '../shared/console.ts';
import { lines } from './show-unit-status.ts';

/** Prints whether units of the product can be registered; the exit code is that of the first finding that blocks. */
export const showProduct = async (
  product: Product,
  {
    backend,
    context,
    console,
  }: { readonly backend: Backend; readonly context: CommandContext; readonly console: Console },
): Promise<number> => {
  const survey = await surveyProduct(product, backend, { signal: context.signal });
  const { deviceTypeName, findings, certificate, prototypeQuota } = survey;
  const described = describeCertification(product.certification);
  console.result(
    { event: 'preflight', deviceTypeId: product.deviceTypeId, certification: described, ...survey },
    lines([
      ['device type', `${product.deviceTypeId}  ${JSON.stringify(deviceTypeName)}`],
      ['units are', described],
      ['tokens left', tokens(survey)],
      ...(certificate === null
        ? []
        : ([
            [
              'certificate',
              `${certificate.name}, ${certificate.finalized === null ? 'status not shown' : certificate.finalized ? 'final' : 'not finished'}${certificate.zones.length === 0 ? '' : `, ${certificate.zones.join(' ')}`}`,
            ],
          ] as const)),
      ...(prototypeQuota === null
        ? []
        : ([['prototypes', `${prototypeQuota.used} of ${prototypeQuota.allowed} used`]] as const)),
      ...findings.map(
        ({ severity, message }) =>
          [console.styled(severity === 'block' ? 'red' : 'yellow', severity.padEnd(12)), message] as const,
      ),
    ]),
  );
  const blocking = findings.find(({ severity }) => severity === 'block');
  if (blocking === undefined) return 0;
  const { operatorAction, exitCode } = errorTable[blocking.code];
  console.remark(`  ${operatorAction}.`);
  return exitCode;
};

const tokens = ({ tokensLeft, silentUnits, partly }: Survey): string => {
  const left = String(tokensLeft ?? 'unlimited or not shown');
  if (silentUnits === null || silentUnits === 0) return left;
  return `${left}; ${partly ? 'at least ' : ''}${silentUnits} will go to registered units that have not been heard yet`;
};
