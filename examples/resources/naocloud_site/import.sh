# A site is imported by its id.
terraform import naocloud_site.hospital 11416
