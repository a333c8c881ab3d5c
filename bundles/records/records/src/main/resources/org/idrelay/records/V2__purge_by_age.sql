-- The purge looks for old records, whosever they are.
create index if not exists record_age on record (read_at);
