import type { Backend } from '../../backend/backend.ts';
import { errorTable } from '../../domain/errors/error-table.ts';
import { describeCertification, type Product } from '../../domain/product.ts';
import { surveyProduct, type Survey } from '../../registrar/survey-product.ts';
import { fault, inOrder, withFullStop, warning, type Finding } from '../finding.ts';

export interface ProductToCheck {
  readonly product: Product;
  /** How many units of its orders are still to come; null: no order tells. */
  readonly remaining: number | null;
}

interface ProductChecked {
  readonly deviceTypeName: string;
  readonly findings: readonly Finding[];
}

/** What the backend shows of one product: device type, tokens, prototypes. @throws PaclineError as `Backend.preflight` */
export const checkProduct = async (
  { product, remaining }: ProductToCheck,
  backend: Backend,
  options: { readonly signal: AbortSignal },
): Promise<ProductChecked> => {
  const survey = await surveyProduct(product, backend, options);
  const { deviceTypeName, prototypeQuota } = survey;
  const subject = `product ${product.name}`;
  const findings = [
    inOrder(
      subject,
      `device type ${JSON.stringify(deviceTypeName)} is there; units are ${describeCertification(product.certification)}; whether this user may register them shows with the first one`,
    ),
    ...(survey.tokensLeft === null
      ? [inOrder('tokens', 'unlimited or not shown')]
      : [tokens(survey, survey.tokensLeft, remaining)]),
    ...(prototypeQuota === null
      ? []
      : [inOrder('prototypes', `${prototypeQuota.used} of ${prototypeQuota.allowed} used`)]),
    ...survey.findings.map(({ severity, code, message }) =>
      (severity === 'block' ? fault : warning)(
        subject,
        code,
        withFullStop(message),
        withFullStop(errorTable[code].operatorAction),
      ),
    ),
  ];
  return { deviceTypeName, findings };
};

/** Registered units that have not been heard yet will take their tokens first. */
const tokens = ({ silentUnits, partly }: Survey, left: number, remaining: number | null): Finding => {
  const promised = silentUnits ?? 0;
  const words = `${left} left${promised === 0 ? '' : `, of which ${partly ? 'at least ' : ''}${promised} go to registered units that have not been heard yet`}`;
  if (remaining !== null && left - promised < remaining)
    return warning('tokens', 'tokens low', `${words}; its orders need ${remaining} more.`);
  return inOrder('tokens', remaining === null ? words : `${words}; its orders need ${remaining} more`);
};
