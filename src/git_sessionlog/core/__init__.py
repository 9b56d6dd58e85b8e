"""What everything else builds on: errors, findings, dates, ids of fixes, text for a terminal, secrets."""
