# Expected: 2 added, 0 changed, 0 destroyed

resource "azurerm_pim_eligible_role_assignment" "at_subscription" {
  scope              = local.subscription
  role_definition_id = "${local.subscription}/providers/Microsoft.Authorization/roleDefinitions/${local.contributor}"
  principal_id       = local.lab_team_id
  justification      = "The lab moves"

  schedule {
    expiration {
      duration_days = 30
    }
  }

  ticket {
    number = "1"
    system = "the board"
  }
}

resource "azurerm_pim_eligible_role_assignment" "at_management_group" {
  scope              = local.management_group
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/${local.reader}"
  principal_id       = local.dana_id
  justification      = "Reads along"

  schedule {
    expiration {
      duration_hours = 8
    }
  }
}
