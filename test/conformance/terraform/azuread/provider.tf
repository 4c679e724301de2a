provider "azuread" {}
