/** Who may do what; each may also do what those before it may. */
export const roles = ['operator', 'technician', 'engineer'] as const;

export type Role = (typeof roles)[number];

export const mayActAs = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
