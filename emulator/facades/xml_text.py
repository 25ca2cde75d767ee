"""What XML cannot carry, though JSON can."""

import re

# Control characters but tab, line feed and carriage return; lone surrogates; U+FFFE and U+FFFF.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
