# Expected error: could not find role

resource "azurerm_role_assignment" "unknown" {
  scope                = local.subscription
  role_definition_name = "No such role"
  principal_id         = local.lab_team_id
}
