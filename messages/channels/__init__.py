"""Ways out of the product: e-mail, WeCom, DingTalk; each is off until its settings are there."""
