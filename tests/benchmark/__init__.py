"""`make bench`: what the product costs and how it grows, part by part."""
