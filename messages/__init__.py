"""What people are told: notifications in the product, by e-mail and by messengers."""
