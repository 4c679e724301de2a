# Expected error: RoleAssignmentExists

# Two resources for one grant: Azure takes one of them.
resource "azurerm_role_assignment" "first" {
  scope                = local.subscription
  role_definition_name = "Contributor"
  principal_id         = local.lab_team_id
}

resource "azurerm_role_assignment" "again" {
  scope                = azurerm_role_assignment.first.scope
  role_definition_name = "Contributor"
  principal_id         = local.lab_team_id
}
