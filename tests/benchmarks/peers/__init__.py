"""Other mock servers serving the equivalent of our SOAP cancel; `make bench-peers` installs and measures them."""
