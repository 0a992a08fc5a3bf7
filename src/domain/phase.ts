/** What is being done with a unit, in this order. `scanning`: its serial is waited for; `labelling`: its label is printed and scanned back. */
export const phases = [
  'opening',
  'identifying',
  'reading',
  'checking',
  'scanning',
  'registering',
  'labelling',
] as const;

export type Phase = (typeof phases)[number];
