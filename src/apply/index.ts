/**
 * Carrying a plan out: in order, journalled, each change verified by reading it back. Also the two files that an
 * apply leaves: the journal, and the lock file beside the customer. Decides nothing that the plan does not say.
 */
export { applyPlan, type ApplyOptions, type ApplyResult } from './apply-plan';
export { findInterrupted, openJournal, type Journal, type JournalEntry } from './journal';
export { lockAfterApply } from './lock-after-apply';
export { customerOfLockFile, lockFileName, readLockFile, writeLockFile } from './lock-file';
export { lockAfterRemoval, lockBeforeApply, lockWithout } from './record-lock';
export { type ResourceWriter } from './writer';
