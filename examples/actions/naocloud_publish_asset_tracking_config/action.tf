# Publish after each change of the site.
resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.naocloud_publish_asset_tracking_config.hospital]
    }
  }
}

action "naocloud_publish_asset_tracking_config" "hospital" {
  config {
    site_id = caller.id # Terraform 1.14 and 1.15 do not know caller: write naocloud_site.hospital.id.
  }
}

# Publish by hand. This needs Terraform 1.16, or an id such as "11416" instead of caller.id:
#
#   terraform apply -invoke=action.naocloud_publish_asset_tracking_config.hospital
