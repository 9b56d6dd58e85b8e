"""The backlog as people keep it: fixes with ids, the batches they are done in, the phases of a plan.

Text in, values out: `read.py` makes one `Register` of all documents. Nothing here asks git or the clock.
"""
