# Expected: 0 added, 0 changed, 0 destroyed

data "azuread_group" "by_name" {
  display_name     = "Lab team"
  security_enabled = true
  lifecycle {
    postcondition {
      condition     = self.object_id == local.lab_team_id && toset(self.owners) == toset([local.dana_id])
      error_message = "Another group: ${self.object_id}, ${jsonencode(self.owners)}"
    }
    postcondition {
      condition     = toset(self.members) == toset([local.dana_id, local.lee_id])
      error_message = "Other members: ${jsonencode(self.members)}"
    }
  }
}

data "azuread_group" "by_id" {
  object_id                  = local.backup_team_id
  include_transitive_members = true
  lifecycle {
    postcondition {
      condition     = self.display_name == "Backup team" && length(self.members) == 0 && self.security_enabled
      error_message = "Another group: ${self.display_name}"
    }
  }
}

data "azuread_groups" "by_names" {
  display_names = ["Lab team", "Backup team"]
  lifecycle {
    postcondition {
      condition     = toset(self.object_ids) == toset([local.lab_team_id, local.backup_team_id])
      error_message = "Other groups: ${jsonencode(self.object_ids)}"
    }
  }
}

data "azuread_groups" "by_prefix" {
  display_name_prefix = "Lab"
  lifecycle {
    postcondition {
      condition     = self.object_ids == tolist([local.lab_team_id])
      error_message = "Other groups: ${jsonencode(self.object_ids)}"
    }
  }
}

data "azuread_groups" "security" {
  return_all       = true
  security_enabled = true
  lifecycle {
    postcondition {
      condition     = length(self.object_ids) == 2
      error_message = "${length(self.object_ids)} groups"
    }
  }
}

data "azuread_directory_object" "group" {
  object_id = local.lab_team_id
  lifecycle {
    postcondition {
      condition     = self.type == "Group"
      error_message = "It is a ${self.type}."
    }
  }
}
