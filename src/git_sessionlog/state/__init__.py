"""What is so: of a document, of a session, of a fix. Derived from history, records and documents."""
