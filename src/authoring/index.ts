/**
 * Writing a customer's TypeScript from what Azure has, as a person would: readable names, one scope after the other.
 * Pure: equal input gives equal text. Reads nothing, writes no file.
 */
export { fillCustomerFile, fillSubscriptions, type FilledFile } from './fill-customer-file';
export { lookupsFor, roleOf, type FoundAccess, type FoundAssignment } from './found-access';
export { type LeftOut } from './left-out';
export { aliasesFor, customerSkeleton, type CustomerSkeleton } from './skeleton';
