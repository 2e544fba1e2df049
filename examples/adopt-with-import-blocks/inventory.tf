# Lists the account. Remove this file when its inventory is written: while it is
# here, every plan lists the account again.

data "naocloud_teams" "all" {}

data "naocloud_sites" "all" {}

locals {
  # Several objects of NAO Cloud may have the same name. Their keys get the id.
  teams_by_name = { for team in data.naocloud_teams.all.teams : team.name => team.id... }
  sites_by_name = { for site in data.naocloud_sites.all.sites : site.name => site.id... }

  team_keys = {
    for team in data.naocloud_teams.all.teams :
    team.id => length(local.teams_by_name[team.name]) == 1 ? team.name : "${team.name} (${team.id})"
  }
  site_keys = {
    for site in data.naocloud_sites.all.sites :
    site.id => length(local.sites_by_name[site.name]) == 1 ? site.name : "${site.name} (${site.id})"
  }
}

locals {
  inventory = {
    teams = {
      for team in data.naocloud_teams.all.teams : local.team_keys[team.id] => {
        id         = team.id
        name       = team.name
        roles      = team.roles
        ldap_group = team.ldap_group
        sites      = sort([for id in team.site_ids : lookup(local.site_keys, id, id)])
      }
    }
    sites = {
      for site in data.naocloud_sites.all.sites : local.site_keys[site.id] => {
        id        = site.id
        name      = site.name
        latitude  = site.latitude
        longitude = site.longitude
      }
    }
  }
}

output "inventory" {
  description = "The variables of main.tf as JSON, with a line for each team and each site."
  value = "{\n${join(",\n", [
    for variable, objects in local.inventory : "  ${jsonencode(variable)}: {\n${join(",\n", [
      for key, object in objects : "    ${jsonencode(key)}: ${jsonencode(object)}"
    ])}\n  }"
  ])}\n}\n"
}

# Terraform 1.5 and 1.6 and OpenTofu 1.6 know no for_each in an import block.
# They need imports.tf written out:
#
#   terraform output -raw import_blocks > imports.tf

locals {
  import_ids = merge(
    { for id, key in local.team_keys : "naocloud_team.this[${jsonencode(key)}]" => id },
    { for id, key in local.site_keys : "naocloud_site.this[${jsonencode(key)}]" => id },
    merge([
      for team in data.naocloud_teams.all.teams : {
        for id in team.site_ids :
        "naocloud_site_team_association.this[${jsonencode("${local.team_keys[team.id]} → ${lookup(local.site_keys, id, id)}")}]" => "${team.id}/${id}"
      }
    ]...)
  )
}

output "import_blocks" {
  description = "An import block for everything in the inventory."
  value = join("\n", [
    for address, id in local.import_ids : "import {\n  to = ${replace(address, "/([$%])\\{/", "$1$1{")}\n  id = \"${id}\"\n}\n"
  ])
}
