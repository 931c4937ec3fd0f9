"""Every setting of every function, by what it is for: a function loads its own alone."""
