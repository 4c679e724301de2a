# Expected: 2 added, 0 changed, 0 destroyed

resource "azurerm_role_definition" "operator" {
  name        = "Contoso machine operator"
  description = "Starts and stops machines"
  scope       = local.subscription

  permissions {
    actions     = ["Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/start/action"]
    not_actions = []
  }

  assignable_scopes = [local.subscription]
}

resource "azurerm_role_assignment" "operator" {
  scope              = local.resource_group
  role_definition_id = azurerm_role_definition.operator.role_definition_resource_id
  principal_id       = local.lab_team_id
}
