/** A reference to another entity: its id always, its other properties only where `fields` asks for them. */
export const reference = (
  entity: { readonly id: string; readonly [property: string]: unknown },
  asked: readonly string[] = [],
): Record<string, unknown> => Object.fromEntries(Object.entries(entity).filter(([key]) => key === 'id' || asked.includes(key)));
