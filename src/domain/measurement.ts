/** One value of a unit held against what its product allows. */
export interface Measurement {
  readonly name: 'deviceId' | 'firmware' | 'supply' | 'temperature' | 'radioZone' | 'keyMode';
  readonly value: string | number;
  readonly unit: 'mV' | '°C' | null;
  /** The least and the most that pass, both included; null: no limit on that side. Where one value alone passes, both are that value. */
  readonly low: string | number | null;
  readonly high: string | number | null;
  readonly passed: boolean;
}
