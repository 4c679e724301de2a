/** What the ways into a customer's Azure do not allow. */
export const channelCodes = {
  handed_off: {
    severity: 'warning',
    summary: 'Changes were left for somebody else to make',
    explanation:
      "No channel can make them as whoever runs this: the plan says of each why, and who can take the obstacle away. `tilldela handoff CUSTOMER` writes what the customer's administrator is to do. They stay in the plan until they are made.",
  },
  automation_not_declared: {
    severity: 'error',
    summary: 'No application is declared that applies unattended',
    explanation:
      "`tilldela bootstrap CUSTOMER` gives the application that the customer's file names as `automation` what it needs to apply unattended: Role Based Access Control Administrator in each subscription, under a condition that allows only the roles which the file grants there and which cannot themselves change access. Everything else stays a person's job.",
  },
} as const;
