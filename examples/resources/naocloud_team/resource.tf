resource "naocloud_team" "operations" {
  name = "Operations"
}

resource "naocloud_team" "administrators" {
  name       = "Administrators"
  roles      = ["admin"]
  ldap_group = "cn=nao-admins,ou=groups,dc=example,dc=com"
}
