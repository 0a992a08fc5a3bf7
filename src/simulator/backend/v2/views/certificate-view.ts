import { certificateId, manufacturerId } from '../../invented.ts';
import { reference, type Fields } from '../../http/fields.ts';

/** Europe. @source official API description, radio configurations */
const rc1 = 0;
/** @source official API description: certificate status, mode of radio certificates, mode in the answer for an ID and PAC, uplink class */
const finalized = 1;
const upAndDownlink = 1;
const downlink = 1;
const u0 = 0;

const radioFigures = { inputSensitivity: -126, maxEirp: 14, outputPower: 14 } as const;

/** The key's last two digits are its revision. */
const commonView = (key: string, fields?: Fields): Record<string, unknown> => {
  const manufacturer = key.slice(2, 6);
  return {
    id: certificateId(key),
    name: key,
    key,
    status: finalized,
    version: key.slice(-2),
    manufacturer: reference(
      { id: manufacturerId(manufacturer), name: `Manufacturer ${manufacturer}` },
      fields?.get('manufacturer'),
    ),
    inputSensitivity: radioFigures.inputSensitivity,
  };
};

export const productCertificateView = (key: string, fields?: Fields): Record<string, unknown> => ({
  ...commonView(key, fields),
  modes: [upAndDownlink],
  radioConfigurations: [{ id: rc1, uplinkClass: u0, maxEirp: radioFigures.maxEirp }],
  devKit: false,
});

export const modemCertificateView = (key: string, fields?: Fields): Record<string, unknown> => ({
  ...commonView(key, fields),
  modes: [upAndDownlink],
  radioConfigurations: [{ id: rc1, outputPower: radioFigures.outputPower, balancedLinkBudget: true }],
  repeaterFunction: false,
});

/** The same certificate as the registration authority shows it for an ID and PAC: other properties, and other meanings of modes. */
export const certificateOfPairView = (key: string): Record<string, unknown> => ({
  ...commonView(key),
  modes: [downlink],
  devKit: false,
  encryptionPayload: false,
  standards: [{ id: rc1 }],
  standardCfgs: [{ id: rc1, uplinkClass: u0, maxEirp: radioFigures.maxEirp }],
});
