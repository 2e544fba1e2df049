action "naocloud_publish_asset_tracking_config" "hospital" {
  config {
    site_id = "11416"
  }
}

# Publish whenever the site was changed,
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

# or by hand:
#
#   terraform apply -invoke=action.naocloud_publish_asset_tracking_config.hospital
