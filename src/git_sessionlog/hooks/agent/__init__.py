"""What coding agents are told and asked: their events, their answers, their settings files."""
