/** What the ways into a customer's Azure do not allow. */
export const channelCodes = {
  handed_off: {
    severity: 'warning',
    summary: 'Changes were left for somebody else to make',
    explanation:
      "No channel can make them as whoever runs this: the plan says of each why, and who can take the obstacle away. `tilldela handoff CUSTOMER` writes what the customer's administrator is to do. They stay in the plan until they are made.",
  },
} as const;
