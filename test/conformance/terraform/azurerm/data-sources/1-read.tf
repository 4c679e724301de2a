# Expected: 0 added, 0 changed, 0 destroyed

data "azurerm_client_config" "runner" {
  lifecycle {
    postcondition {
      condition     = self.object_id == local.automation_id && self.tenant_id == local.tenant_id
      error_message = "Another caller: ${self.object_id} in ${self.tenant_id}"
    }
  }
}

data "azurerm_subscription" "own" {
  lifecycle {
    postcondition {
      condition     = self.display_name == "Contoso production" && self.tenant_id == local.tenant_id
      error_message = "Another subscription: ${self.display_name}"
    }
  }
}

data "azurerm_subscriptions" "all" {
  lifecycle {
    postcondition {
      condition     = length(self.subscriptions) == 2
      error_message = "${length(self.subscriptions)} subscriptions"
    }
  }
}

data "azurerm_management_group" "production" {
  name = "contoso-production"
  lifecycle {
    postcondition {
      condition     = contains(self.subscription_ids, local.subscription_id)
      error_message = "The subscription is not in it."
    }
  }
}

data "azurerm_role_definition" "by_name" {
  name = "Reader"
  lifecycle {
    postcondition {
      condition     = self.role_definition_id == local.reader
      error_message = "Reader has the id ${self.role_definition_id}"
    }
  }
}

data "azurerm_role_definition" "by_id" {
  role_definition_id = local.contributor
  scope              = local.subscription
  lifecycle {
    postcondition {
      condition     = self.name == "Contributor" && startswith(self.id, local.subscription)
      error_message = "${self.name}, ${self.id}"
    }
  }
}

data "azurerm_role_assignments" "root" {
  scope = "/"
  lifecycle {
    postcondition {
      condition     = [for it in self.role_assignments : it.principal_id] == [local.automation_id]
      error_message = "The runner is not the only one at root."
    }
  }
}

data "azurerm_role_assignments" "of_a_principal" {
  scope        = local.subscription
  principal_id = local.lab_team_id
  lifecycle {
    postcondition {
      condition = toset([for it in self.role_assignments : it.role_assignment_name]) == toset([
        local.imported_at_subscription, local.imported_at_resource_group
      ])
      error_message = "Other assignments: ${jsonencode(self.role_assignments)}"
    }
  }
}

data "azurerm_role_assignments" "exactly_there" {
  scope          = local.resource_group
  limit_at_scope = true
  tenant_id      = local.tenant_id
  lifecycle {
    postcondition {
      condition     = [for it in self.role_assignments : it.role_assignment_name] == [local.imported_at_resource_group]
      error_message = "Other assignments: ${jsonencode(self.role_assignments)}"
    }
  }
}

data "azurerm_role_management_policy" "of_a_role" {
  scope              = local.subscription
  role_definition_id = data.azurerm_role_definition.by_id.id
}
