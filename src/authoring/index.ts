/**
 * Writing a customer's TypeScript from what Azure has, as a person would: readable names, one scope after the other.
 * Pure: equal input gives equal text. Reads nothing, writes no file.
 */
export { fillCustomerFile, fillSubscriptions, type FilledFile } from './fill-customer-file';
export { lookupsFor, type FoundAccess, type FoundAssignment } from './found-access';
export { aliasesFor, customerFileName, customerSkeleton } from './skeleton';
