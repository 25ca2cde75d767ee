"""The load generator: a lean process of its own that sends prepared requests over sockets that stay open."""
