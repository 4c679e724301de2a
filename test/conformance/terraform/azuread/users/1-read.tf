# Expected: 0 added, 0 changed, 0 destroyed

data "azuread_client_config" "runner" {
  lifecycle {
    postcondition {
      condition     = self.object_id == local.automation_id && self.tenant_id == local.tenant_id
      error_message = "Another caller: ${self.object_id} in ${self.tenant_id}"
    }
  }
}

data "azuread_user" "by_name" {
  user_principal_name = "dana@contoso.com"
  lifecycle {
    postcondition {
      condition     = self.object_id == local.dana_id && self.display_name == "Dana" && self.account_enabled
      error_message = "Another user: ${self.object_id}"
    }
  }
}

data "azuread_user" "by_id" {
  object_id = local.lee_id
  lifecycle {
    postcondition {
      condition     = self.user_principal_name == "lee@contoso.com" && self.user_type == "Member"
      error_message = "Another user: ${self.user_principal_name}"
    }
  }
}

data "azuread_user" "by_mail" {
  mail = "dana@contoso.com"
  lifecycle {
    postcondition {
      condition     = self.object_id == local.dana_id && self.mail_nickname == "dana"
      error_message = "Another user: ${self.object_id}"
    }
  }
}

data "azuread_users" "two" {
  user_principal_names = ["dana@contoso.com", "lee@contoso.com"]
  lifecycle {
    postcondition {
      condition     = toset(self.object_ids) == toset([local.dana_id, local.lee_id])
      error_message = "Other users: ${jsonencode(self.object_ids)}"
    }
  }
}

data "azuread_users" "known" {
  object_ids     = [local.dana_id, "e0e0e0e0-0003-4000-8000-000001009999"]
  ignore_missing = true
  lifecycle {
    postcondition {
      condition     = self.object_ids == tolist([local.dana_id])
      error_message = "Other users: ${jsonencode(self.object_ids)}"
    }
  }
}

data "azuread_users" "all" {
  return_all = true
  lifecycle {
    postcondition {
      condition     = length(self.users) == 3
      error_message = "${length(self.users)} users"
    }
  }
}

data "azuread_directory_object" "user" {
  object_id = local.dana_id
  lifecycle {
    postcondition {
      condition     = self.type == "User"
      error_message = "It is a ${self.type}."
    }
  }
}
