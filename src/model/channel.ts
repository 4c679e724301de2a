/** The ways by which a partner reads or writes role assignments in a customer's Azure. */
export const channelKinds = ['aobo', 'lighthouse', 'in-tenant'] as const;
export type ChannelKind = (typeof channelKinds)[number];
