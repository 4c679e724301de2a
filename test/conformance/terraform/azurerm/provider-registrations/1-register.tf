# Expected: 1 added, 0 changed, 0 destroyed

# Without a word about registrations: the provider then registers what it may need before it does anything.
provider "azurerm" {
  alias                          = "registering"
  resource_providers_to_register = ["Microsoft.ManagedServices"]
  features {}
}

resource "azurerm_role_assignment" "reader" {
  provider             = azurerm.registering
  scope                = local.subscription
  role_definition_name = "Reader"
  principal_id         = local.dana_id
}
