import { badRequest, forbidden, notFound, ok, type ApiAnswer } from '../http/answer.ts';
import { ownShownDevice } from '../http/read-entity.ts';
import type { ApiRoute, ApiRequest } from '../http/route.ts';
import { certificateQuery, devicePathFields, pacQuery } from '../http/schema.ts';
import { validate } from '../http/validate.ts';
import { certificateOfPairView, modemCertificateView, productCertificateView } from './views/certificate-view.ts';

/** For a unit that is not registered yet. What is wrong with a pair is not told: the certificate is there or it is not. */
const readCertificateOfPair = ({ world, params, query }: ApiRequest): ApiAnswer => {
  const path = validate(devicePathFields, params, 'path');
  if (!path.ok) return badRequest(path.errors);
  const asked = validate(pacQuery, Object.fromEntries(query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const key =
    world.shownDevice(path.value.id) === undefined
      ? world.authority.certificateOfPair(path.value.id, asked.value.pac)
      : null;
  return key === null ? notFound : ok(certificateOfPairView(key));
};

/** Of a registered device; a prototype has none. */
const readProductCertificate = (request: ApiRequest): ApiAnswer => {
  const asked = validate(certificateQuery, Object.fromEntries(request.query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownShownDevice(request);
  if (!own.ok) return own.answer;
  if (request.reticence.hides.includes('certificate')) return forbidden();
  const key = own.entity.productCertificate;
  return key === null ? notFound : ok(productCertificateView(key, asked.value.fields));
};

const readModemCertificate = (request: ApiRequest): ApiAnswer => {
  const asked = validate(certificateQuery, Object.fromEntries(request.query), 'query');
  if (!asked.ok) return badRequest(asked.errors);
  const own = ownShownDevice(request);
  if (!own.ok) return own.answer;
  const key = request.world.modemCertificate;
  return key === null ? notFound : ok(modemCertificateView(key, asked.value.fields));
};

export const certificateRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v2/devices/{id}/product-certificate', answer: readCertificateOfPair },
  { method: 'GET', path: '/v2/devices/{id}/certificate/product', answer: readProductCertificate },
  { method: 'GET', path: '/v2/devices/{id}/certificate/modem', answer: readModemCertificate },
];
