"""Writing recorded lessons, and what is proved by watching them."""
