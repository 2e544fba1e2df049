# A site is imported by its id. To have its resource block written too, see the guide "Bring an existing account under Terraform".
terraform import naocloud_site.hospital 11416
