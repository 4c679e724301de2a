# Expected: 10 added, 0 changed, 0 destroyed

locals {
  # Azure roots the ids of roles at the subscription, or at the tenant above it.
  scopes = {
    root             = { id = "/", roles_at = "" }
    management_group = { id = local.management_group, roles_at = "" }
    subscription     = { id = local.subscription, roles_at = local.subscription }
    resource_group   = { id = local.resource_group, roles_at = local.subscription }
    resource         = { id = local.resource, roles_at = local.subscription }
  }
}

resource "azurerm_role_assignment" "by_name" {
  for_each             = local.scopes
  scope                = each.value.id
  role_definition_name = "Reader"
  principal_id         = local.dana_id
}

resource "azurerm_role_assignment" "by_id" {
  for_each           = local.scopes
  scope              = each.value.id
  role_definition_id = "${each.value.roles_at}/providers/Microsoft.Authorization/roleDefinitions/${local.contributor}"
  principal_id       = local.backup_team_id
  principal_type     = "Group"
}
