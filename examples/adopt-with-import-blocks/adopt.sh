terraform init
terraform apply
terraform output -raw inventory > inventory.json
mv inventory.json inventory.auto.tfvars.json
terraform apply
terraform plan
