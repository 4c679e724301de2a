import type { GrantProps } from './grant-props';

/** The named grants of a profile with its parameters filled in. Plain data, used with `subscription.use(...)`. */
export type AppliedProfile<Name extends string = string> = Readonly<Record<Name, GrantProps>>;

/**
 * A set of named grants for use in many subscriptions, with parameters where customers differ:
 *
 *     const backup = profile((role: 'Backup Reader' | 'Backup Operator') => ({
 *       team: { to: group('Backup team'), role },
 *     }));
 *     subscription.use('backup', backup('Backup Reader'));
 */
export function profile<Parameters extends readonly unknown[], Grants extends Record<string, GrantProps>>(
  define: (...parameters: Parameters) => Grants,
): (...parameters: Parameters) => AppliedProfile<keyof Grants & string> {
  return define;
}

/** A grant of a profile that one customer does without. */
export interface ExceptionProps {
  /** Why; shown in reviews and reports. */
  readonly because: string;
  /**
   * Day from which checks ask to look at the exception again, `YYYY-MM-DD`. It stays in force after it: an exception
   * that lapsed by itself would broaden access without anybody deciding so. Default: never asked.
   */
  readonly review?: string;
}

/** How a profile is used in one place. */
export interface UseProps<Name extends string> {
  /** Grants of the profile to leave out here, by name. Default: none. */
  readonly except?: Readonly<Partial<Record<Name, ExceptionProps>>>;
}
