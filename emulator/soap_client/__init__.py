"""How a facade speaks SOAP: rows become an envelope, a transport carries it, the reply becomes a value."""
