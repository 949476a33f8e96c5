from longting.audit.services.record import SYSTEM, Entry, record, record_many

__all__ = ["SYSTEM", "Entry", "record", "record_many"]
