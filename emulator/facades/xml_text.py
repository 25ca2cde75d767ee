"""What XML cannot carry, though JSON can."""

import re

# Control characters but tab, line feed and carriage return; lone surrogates; U+FFFE and U+FFFF.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
