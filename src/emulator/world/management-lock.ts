/** A resource lock. It holds at its scope and below, for everybody. */
export interface ManagementLock {
  readonly name: string;
  /** A subscription, a resource group or a resource. */
  readonly scope: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly notes?: string;
}
