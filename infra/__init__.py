"""Infrastructure: the function table, the local stack, the WB simulator, staging and images."""
