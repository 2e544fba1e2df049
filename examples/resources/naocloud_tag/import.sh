# A tag is imported as SITE_ID/TRACKING_ID. To have its resource block written too, see the guide "Bring an existing account under Terraform".
terraform import naocloud_tag.bed_12 11416/AA:BB:CC:44:55:66
