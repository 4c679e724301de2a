# Expected: 2 imported, 0 added, 0 changed, 0 destroyed

import {
  to = azurerm_role_assignment.at_subscription
  id = "${local.subscription}/providers/Microsoft.Authorization/roleAssignments/${local.imported_at_subscription}"
}

resource "azurerm_role_assignment" "at_subscription" {
  scope                = local.subscription
  role_definition_name = "Reader"
  principal_id         = local.lab_team_id
}

# With the tenant, as for assignments in a tenant that is delegated.
import {
  to = azurerm_role_assignment.at_resource_group
  id = "${local.resource_group}/providers/Microsoft.Authorization/roleAssignments/${local.imported_at_resource_group}|${local.tenant_id}"
}

resource "azurerm_role_assignment" "at_resource_group" {
  scope                = local.resource_group
  role_definition_name = "Reader"
  principal_id         = local.lab_team_id
}
