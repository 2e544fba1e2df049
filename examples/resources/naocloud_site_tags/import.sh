# A set of tags is imported by the id of its site. The first apply takes over the tags that the configuration declares.
terraform import naocloud_site_tags.beds 11416
