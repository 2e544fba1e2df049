# Destroying a site deletes it at NAO Cloud. Protect one that is in use: Terraform then refuses every plan that destroys it.
resource "naocloud_site" "in_use" {
  name      = "Rangueil hospital"
  latitude  = 43.5617893
  longitude = 1.4526511

  lifecycle {
    prevent_destroy = true
  }
}
