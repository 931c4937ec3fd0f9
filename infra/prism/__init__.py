"""Prism, an OpenAPI mock server by others, for one smoke run of the WB connector."""
