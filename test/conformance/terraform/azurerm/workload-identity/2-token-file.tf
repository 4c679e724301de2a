# Signs in by: ARM_OIDC_TOKEN_FILE_PATH
# Expected: 1 added, 0 changed, 1 destroyed

resource "azurerm_role_assignment" "dana" {
  scope                = local.resource_group
  role_definition_name = "Contributor"
  principal_id         = local.dana_id
}

data "azurerm_client_config" "pipeline" {
  lifecycle {
    postcondition {
      condition     = self.client_id == local.client_id && self.object_id == local.automation_id
      error_message = "Somebody else signed in."
    }
  }
}
