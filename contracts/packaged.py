"""Where the documents that come with the harness are: OpenAPI documents and the WSDL."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# The wheel carries them inside the package; a checkout has them at its top.
FOLDERS = (PACKAGE / "openapi", PACKAGE.parent / "openapi")
