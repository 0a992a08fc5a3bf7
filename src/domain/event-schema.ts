/** Of every JSON object for programs: raised when a field goes or changes its meaning, not when one is added. */
export const eventSchema = 1;
