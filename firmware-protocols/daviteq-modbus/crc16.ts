/**
 * The checksum of Modbus RTU over bytes given as latin-1: polynomial A001 (reflected), start value FFFF. Two bytes, the low one
 * first, as they stand on the wire.
 * @source Modbus over serial line, specification and implementation guide V1.02, section 6.2.2
 */
export const crc16 = (bytes: string): string => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return String.fromCharCode(crc & 0xff, crc >> 8);
};

/** Whether the last two bytes are the checksum of those before them. */
export const hasItsCrc16 = (frame: string): boolean =>
  frame.length > 2 && crc16(frame.slice(0, -2)) === frame.slice(-2);
