import type { Measurement } from '../../domain/measurement.ts';
import { measure, type ProductChecks } from '../../domain/product-checks.ts';
import type { ModemReading } from '../../modem/read-modem.ts';

/** What a modem said, held against what its product allows. */
export const measureReading = ({ identity, details }: ModemReading, checks: ProductChecks): readonly Measurement[] =>
  measure(
    {
      deviceId: identity.deviceId,
      firmware: details.readFirmware?.toString(),
      supplyMillivolts: numberOf(details.readSupplyMillivolts),
      temperatureCelsius: numberOf(details.readTemperature),
      radioZone: details.readRadioZone?.toString(),
      keyMode: details.readKeyMode?.toString(),
    },
    checks,
  );

const numberOf = (value: string | number | undefined): number | undefined => (value === undefined ? undefined : Number(value));
