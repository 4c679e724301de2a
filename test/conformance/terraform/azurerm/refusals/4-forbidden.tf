# Expected error: AuthorizationFailed

provider "azurerm" {
  alias                           = "auditor"
  client_id                       = local.auditor_client_id
  resource_provider_registrations = "none"
  features {}
}

# Who may only read can see whether it exists, and not make it.
resource "azurerm_role_assignment" "forbidden" {
  provider             = azurerm.auditor
  scope                = local.subscription
  role_definition_name = "Contributor"
  principal_id         = local.dana_id
}
