# Expected: 0 added, 0 changed, 0 destroyed

data "azuread_service_principal" "by_client_id" {
  client_id = local.client_id
  lifecycle {
    postcondition {
      condition     = self.object_id == local.automation_id && self.account_enabled
      error_message = "Another service principal: ${self.object_id}"
    }
  }
}

data "azuread_service_principal" "by_name" {
  display_name = "tilldela"
  lifecycle {
    postcondition {
      condition     = self.client_id == local.client_id && self.type == "Application"
      error_message = "Another service principal: ${self.client_id}"
    }
  }
}

data "azuread_service_principal" "by_id" {
  object_id = local.automation_id
  lifecycle {
    postcondition {
      condition     = self.client_id == local.client_id
      error_message = "Another service principal: ${self.client_id}"
    }
  }
}

data "azuread_service_principals" "by_client_ids" {
  client_ids = [local.client_id]
  lifecycle {
    postcondition {
      condition     = self.object_ids == tolist([local.automation_id])
      error_message = "Other service principals: ${jsonencode(self.object_ids)}"
    }
  }
}

data "azuread_service_principals" "all" {
  return_all = true
  lifecycle {
    postcondition {
      condition     = contains(self.object_ids, local.automation_id)
      error_message = "The runner's is not among them."
    }
  }
}
