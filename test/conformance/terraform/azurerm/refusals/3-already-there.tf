# Expected error: needs to be imported into the State

resource "azurerm_role_assignment" "existing" {
  name                 = local.imported_at_subscription
  scope                = local.subscription
  role_definition_name = "Reader"
  principal_id         = local.lab_team_id
}
