/** What else speaks on serial ports, by words that nothing else says; null: not known. */
export const foreignFirmware = (bytes: string): string | null =>
  known.find(([words]) => words.test(bytes))?.[1] ?? null;

const known: readonly (readonly [words: RegExp, name: string])[] = [
  [
    /\bAT_(ERROR|PARAM_ERROR|TEST_PARAM_OVERFLOW|NO_NET_JOINED)\b|\+EVT:/,
    'firmware with the AT parser of ST, but without its Sigfox commands (its LoRaWAN firmware answers so)',
  ],
  [/\blogin: *$/m, 'the console of a computer that asks for a login'],
  [/: (command )?not found/, 'a shell'],
  [/^password: *$/im, 'a console that asks for a password'],
  [/\bMicroPython\b|\bCircuitPython\b/, 'a Python prompt'],
  [/\bU-Boot\b/, 'the boot loader of a computer'],
];
