# Expected: 2 added, 0 changed, 0 destroyed

resource "azurerm_role_assignment" "described" {
  name                 = "e0e0e0e0-0008-4000-8000-000001000201"
  scope                = local.subscription
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = local.lab_team_id
  description          = "Reads what the lab writes"
  condition            = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'lab'"
  condition_version    = "2.0"
}

resource "azurerm_role_assignment" "unchecked" {
  scope                            = local.resource_group
  role_definition_name             = "Monitoring Reader"
  principal_id                     = local.automation_id
  skip_service_principal_aad_check = true
}
