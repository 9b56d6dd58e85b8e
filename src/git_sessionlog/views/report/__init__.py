"""What the sessions came to: figures by written formulas, and the forms that they are shown in."""
