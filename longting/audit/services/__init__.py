from longting.audit.services.record import SYSTEM, Entry, gathered_records, record, record_many

__all__ = ["SYSTEM", "Entry", "gathered_records", "record", "record_many"]
