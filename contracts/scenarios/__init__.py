"""Told lives: stories as YAML, ``<system>/<the promise in snake case>.yaml``, and what plays them.

A file has ``promise``, ``clauses``, ``settings`` (of the emulator; they need a fresh one), ``given`` (rows that begin with
``unit``, ``job`` or ``activity``, then the control API's names) and ``steps``. A step is one of

- ``call: CancelJob`` with ``body`` or ``text``, ``headers``: the facade's operation, by its operationId;
- ``rest: GET /path?query`` with ``body`` or ``text``, ``headers``: any other request to the facade;
- ``soap: CancelJob`` with ``fields``, ``version``, ``prefix``, ``qualified``, ``path``: a well-formed message with a login;
- ``post: /soap`` with ``xml`` or ``hex``, ``repeat``, ``encoding``, ``byte_order_mark``, ``version``: bytes as they stand;
- ``http: GET /soap?wsdl`` with ``text``: any other request to the SOAP server;
- ``control: PATCH /work-items/J-1`` with ``body``, ``refused``: the control API

and says what must come back: ``status`` (200), ``expect`` (a part of the JSON, or of the SOAP reply below its root),
``reply`` (the root), ``reply_headers``, ``contains``, ``lacks``, ``sends`` (the SOAP a call caused). ``keep`` keeps values,
``${name}`` uses them. The tags before a value (``!absent``, ``!exactly``, ...) are in matching.py.
"""
