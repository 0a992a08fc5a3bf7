/** A device ID as the backend prints it: upper case, without leading zeros. @source real answers such as 4D54A6 */
export const wireId = (hex: string): string => deviceNumber(hex).toString(16).toUpperCase();

/** The number that an ID means; IDs of any width and case are equal when their numbers are. */
export const deviceNumber = (hex: string): number => Number.parseInt(hex, 16);
