const kinds = {
  tenant: '0001',
  subscription: '0002',
  user: '0003',
  group: '0004',
  servicePrincipal: '0005',
  application: '0006',
  roleAssignment: '0008',
  registrationDefinition: '0009',
  registrationAssignment: '0010',
  relationship: '0011',
  accessAssignment: '0012',
  azurePlan: '0013',
} as const;

const owners = {
  partner: '000000',
  contoso: '000001',
  fabrikam: '000002',
  woodgrove: '000003',
  tailspin: '000004',
  wingtip: '000005',
} as const;

export type ExampleOwner = keyof typeof owners;

/**
 * An id of the example world. All begin with `e0e0e0e0-`, the mark by which they can be told from ids of a real
 * cloud; the rest says what the object is, whose it is and its number.
 */
export function exampleId(kind: keyof typeof kinds, owner: ExampleOwner, number = 1): string {
  return `e0e0e0e0-${kinds[kind]}-4000-8000-${owners[owner]}${String(number).padStart(6, '0')}`;
}
