terraform init
terraform query -generate-config-out=generated.txt
awk -f readable-names.awk generated.txt
terraform apply
terraform plan
