# Expected: 2 added, 0 changed, 0 destroyed

resource "azurerm_lighthouse_definition" "managed" {
  name               = "Managed by the partner"
  description        = "Contoso's machines"
  managing_tenant_id = local.partner_tenant_id
  scope              = local.subscription

  authorization {
    principal_id           = local.cloud_engineers_id
    principal_display_name = "Cloud engineers"
    role_definition_id     = local.reader
  }

  eligible_authorization {
    principal_id           = local.cloud_engineers_id
    principal_display_name = "Cloud engineers"
    role_definition_id     = local.contributor

    just_in_time_access_policy {
      multi_factor_auth_provider  = "Azure"
      maximum_activation_duration = "PT4H"
    }
  }
}

resource "azurerm_lighthouse_assignment" "managed" {
  scope                    = local.subscription
  lighthouse_definition_id = azurerm_lighthouse_definition.managed.id
}
