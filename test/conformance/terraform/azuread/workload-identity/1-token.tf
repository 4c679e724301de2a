# Signs in by: ARM_OIDC_TOKEN
# Expected: 0 added, 0 changed, 0 destroyed

data "azuread_client_config" "pipeline" {
  lifecycle {
    postcondition {
      condition     = self.client_id == local.client_id && self.object_id == local.automation_id
      error_message = "Somebody else signed in."
    }
  }
}
