# Expected: 0 added, 1 changed, 0 destroyed

resource "azurerm_role_definition" "operator" {
  name        = "Contoso machine operator"
  description = "Starts, stops and restarts machines"
  scope       = local.subscription

  permissions {
    actions     = ["Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/*/action"]
    not_actions = ["Microsoft.Compute/virtualMachines/delete"]
  }

  assignable_scopes = [local.subscription]
}

resource "azurerm_role_assignment" "operator" {
  scope              = local.resource_group
  role_definition_id = azurerm_role_definition.operator.role_definition_resource_id
  principal_id       = local.lab_team_id
}
