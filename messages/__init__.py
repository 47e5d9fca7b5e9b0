"""Messages to people: in the product, and by the channels a site has set up."""
