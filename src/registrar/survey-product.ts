import type { CallOptions, Backend, Preflight, PreflightFinding } from '../backend/backend.ts';
import { PaclineError } from '../domain/errors/pacline-error.ts';
import type { Product } from '../domain/product.ts';

/** Devices that are looked at, at most: 100 requests, some twenty seconds of the list's budget. */
const mostDevices = 10_000;

/** Whether units of a product can be registered, with what the fleet that is registered already tells about it. */
export interface Survey extends Preflight {
  /** Registered units that will take a token with their first frame; null: the backend does not show it. */
  readonly silentUnits: number | null;
  /** The device type has more units than were looked at, so that `silentUnits` may be too few. */
  readonly partly: boolean;
  /** null: not shown. */
  readonly prototypeQuota: { readonly allowed: number; readonly used: number } | null;
  /** Of the product, as a registered unit with the same certificate shows it; null: there is none, or it is not shown. */
  readonly certificate: {
    readonly name: string;
    readonly finalized: boolean | null;
    readonly zones: readonly string[];
  } | null;
}

type SurveyedBackend = Pick<Backend, 'preflight' | 'list' | 'deviceType' | 'prototypeQuota' | 'certificateStatus'>;

/** @throws PaclineError as `Backend.preflight`; what else cannot be seen is a finding */
export const surveyProduct = async (
  product: Product,
  backend: SurveyedBackend,
  options: CallOptions,
): Promise<Survey> => {
  const preflight = await backend.preflight(product, options);
  const unseen: PreflightFinding[] = [];
  const noted = (error: PaclineError): void =>
    void unseen.push({ code: error.code, severity: 'warn', message: error.message });
  const fleet = await ifShown(() => lookAtFleet(product, backend, options), noted);
  // Preflight has said why, where the quota is not shown
  const prototypeQuota =
    product.certification.kind === 'prototype' ? await ifShown(() => quotaOf(product, backend, options)) : null;
  const sibling = fleet?.sibling ?? null;
  const certificate = sibling === null ? null : await ifShown(() => backend.certificateStatus(sibling, options), noted);
  const silentUnits = fleet?.silentUnits ?? null;
  const findings = [
    ...preflight.findings,
    ...unseen,
    ...tokenFindings(preflight.tokensLeft, silentUnits),
    ...certificateFindings(certificate),
  ];
  return { ...preflight, findings, silentUnits, partly: fleet?.partly ?? false, prototypeQuota, certificate };
};

const ifShown = async <T>(
  look: () => Promise<T>,
  onHidden: (error: PaclineError) => void = () => undefined,
): Promise<T | null> => {
  try {
    return await look();
  } catch (error) {
    if (!PaclineError.is(error, 'no rights', 'not in this api')) throw error;
    onHidden(error);
    return null;
  }
};

const quotaOf = async (
  { deviceTypeId }: Product,
  backend: Pick<Backend, 'deviceType' | 'prototypeQuota'>,
  options: CallOptions,
) => {
  const groupId = (await backend.deviceType(deviceTypeId, options))?.groupId ?? null;
  return groupId === null ? null : backend.prototypeQuota(groupId, options);
};

const lookAtFleet = async (
  { deviceTypeId, certification }: Product,
  backend: Pick<Backend, 'list'>,
  options: CallOptions,
) => {
  let seen = 0;
  let silent = 0;
  let shown = 0;
  let sibling = null;
  for await (const { deviceId, tokenState, state, certificate } of backend.list({ deviceTypeId }, options)) {
    if (seen === mostDevices) return { silentUnits: shown === 0 ? null : silent, sibling, partly: true };
    seen += 1;
    if (tokenState !== undefined) shown += 1;
    if (tokenState === 'not consumed' && state !== 'not activable') silent += 1;
    if (sibling === null && certification.kind === 'certificate' && certificate === certification.certificate)
      sibling = deviceId;
  }
  return { silentUnits: shown === 0 && seen > 0 ? null : silent, sibling, partly: false };
};

const tokenFindings = (tokensLeft: number | null, silentUnits: number | null): readonly PreflightFinding[] => {
  if (tokensLeft === null || silentUnits === null || silentUnits === 0 || silentUnits < tokensLeft) return [];
  return [
    {
      code: 'no tokens left',
      severity: 'warn',
      message: `${tokensLeft} tokens are free, and ${silentUnits} registered units that have not been heard yet will want one each`,
    },
  ];
};

const certificateFindings = (certificate: Survey['certificate']): readonly PreflightFinding[] =>
  certificate?.finalized === false
    ? [{ code: 'bad certificate', severity: 'warn', message: 'The certification of this product is not finished yet' }]
    : [];
