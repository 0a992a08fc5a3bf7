/** Shapes in a box of 100: what is told by colour is told by shape as well. */
export const markPaths = {
  green: 'M50 3a47 47 0 1 0 0 94 47 47 0 1 0 0-94z',
  amber: 'M50 4 98 95H2z',
  red: 'M6 6h88v88H6z',
  golden: 'M50 1 99 50 50 99 1 50z',
  working: 'M50 3a47 47 0 1 0 0 94 47 47 0 1 0 0-94zm0 9v76a38 38 0 0 1 0-76z',
  seated:
    'M50 3a47 47 0 1 0 0 94 47 47 0 1 0 0-94zm0 9a38 38 0 1 1 0 76 38 38 0 1 1 0-76zm0 23a15 15 0 1 0 0 30 15 15 0 1 0 0-30z',
  empty: 'M50 4a46 46 0 1 0 0 92 46 46 0 1 0 0-92zm0 8a38 38 0 1 1 0 76 38 38 0 1 1 0-76z',
  unknown: 'M14 43h72v14H14z',
  scan: 'M2 2h26v10H12v16H2zm70 0h26v26H88V12H72zM2 72h10v16h16v10H2zm86 0h10v26H72V88h16zM22 26h9v48h-9zm15 0h5v48h-5zm11 0h11v48H48zm17 0h5v48h-5zm9 0h4v48h-4z',
  locked: 'M23 45V31a27 27 0 0 1 54 0v14h10v53H13V45zm12 0h30V31a15 15 0 0 0-30 0zm9 17v21h12V62z',
  stop: 'M50 3a47 47 0 1 0 0 94 47 47 0 1 0 0-94zm0 12a35 35 0 0 1 20 6L21 70a35 35 0 0 1 29-55zm29 15a35 35 0 0 1-49 49z',
  goldenDue: 'M50 0 78 28 50 56 22 28zM43 60h14v9h11L50 87 32 69h11zM2 66h12v22h72V66h12v34H2z',
  person: 'M50 4a22 22 0 1 1 0 44 22 22 0 1 1 0-44zM10 97c0-27 16-43 40-43s40 16 40 43z',
  soundOn:
    'M6 34h22l26-24v80L28 66H6zm58-8a30 30 0 0 1 0 48V62a18 18 0 0 0 0-24zm0-20a48 48 0 0 1 0 88V83a37 37 0 0 0 0-66z',
  soundOff: 'M6 34h22l26-24v80L28 66H6zm58 4 8-8 10 11 10-11 8 8-11 12 11 12-8 8-10-11-10 11-8-8 11-12z',
  theme: 'M50 4a46 46 0 1 0 0 92 46 46 0 1 0 0-92zm0 10v72a36 36 0 0 1 0-72z',
  fullScreen: 'M4 4h34v12H16v22H4zm58 0h34v34H84V16H62zM4 62h12v22h22v12H4zm80 0h12v34H62V84h22z',
} as const;

export type MarkName = keyof typeof markPaths;
