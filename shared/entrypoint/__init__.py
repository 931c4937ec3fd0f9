"""Between HTTP and use cases: settings, tasks, routes, problem bodies, logs."""
