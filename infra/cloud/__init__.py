"""Everything that the product is in Google Cloud, as one Pulumi program."""
