import type { Contract } from './backend-records.ts';
import type { PreflightFinding } from './backend.ts';

export interface TokenCount {
  /** null = unlimited or unknown. */
  readonly tokensLeft: number | null;
  readonly findings: readonly PreflightFinding[];
}

/** Below this a count that leaves out silent units is worth a word. Our choice: about one tray of boards. */
const fewTokens = 100;

/**
 * Free tokens over the contracts of one device type. A contract gives tokens while its activation has not ended and
 * `maxTokens - tokensInUse` is at least 1. Whether `tokensUsed` counts as well is not documented: it only warns.
 * @source free-slot rule as applied by a platform that provisions through the API
 */
export const countTokens = (
  contracts: readonly Contract[],
  options: { readonly now: number; readonly unreadable: number },
): TokenCount => {
  if (contracts.length === 0) return { tokensLeft: null, findings: options.unreadable === 0 ? [noContract] : [] };
  const open = contracts.filter(
    ({ activationEndTime }) => (activationEndTime ?? 0) === 0 || (activationEndTime ?? 0) > options.now,
  );
  const limited = open.flatMap(({ maxTokens, tokensInUse, tokensUsed }) =>
    maxTokens === null || maxTokens === 0
      ? []
      : [{ free: Math.max(0, maxTokens - (tokensInUse ?? 0)), used: tokensUsed ?? 0 }],
  );
  if (limited.length < open.length || options.unreadable > 0) return { tokensLeft: null, findings: [] };

  const tokensLeft = limited.reduce((sum, { free }) => sum + free, 0);
  const leftForSure = limited.reduce((sum, { free, used }) => sum + Math.max(0, free - used), 0);
  return {
    tokensLeft,
    findings: judge({
      tokensLeft,
      leftForSure,
      ended: contracts.length - open.length,
      names: contracts.map(({ name }) => name).join(', '),
    }),
  };
};

interface ContractCount {
  readonly tokensLeft: number;
  readonly leftForSure: number;
  readonly ended: number;
  readonly names: string;
}

const judge = ({ tokensLeft, leftForSure, ended, names }: ContractCount): readonly PreflightFinding[] => {
  if (tokensLeft < 1) {
    const why = ended === 0 ? '' : `; the activation time of ${ended} of them has ended`;
    return [
      {
        code: 'no tokens left',
        severity: 'block',
        message: `No free token in the contracts of this device type (${names})${why}`,
      },
    ];
  }
  if (leftForSure < 1) {
    return [
      {
        code: 'no tokens left',
        severity: 'warn',
        message: `${tokensLeft} tokens look free (${names}), but as many are expired or revoked, and may not be given again`,
      },
    ];
  }
  if (tokensLeft < fewTokens) {
    return [
      {
        code: 'no tokens left',
        severity: 'warn',
        message: `Only ${tokensLeft} tokens are free (${names}); units that are registered and have not been heard yet will still take theirs`,
      },
    ];
  }
  return [];
};

const noContract: PreflightFinding = {
  code: 'no tokens left',
  severity: 'warn',
  message:
    'The backend shows no contract for this device type; without one its units stay off contract at their first message',
};
